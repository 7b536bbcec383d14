package search

import "motcua/internal/center"

// Catalog finds the services and procedures of a center. It is safe for concurrent use.
type Catalog struct {
	services   []center.Service
	procedures []center.Procedure
	index      *Index
}

// Found is a service or, where Procedure is set, one of its procedures.
type Found struct {
	Service   *center.Service
	Procedure *center.Procedure // nil: the service itself
}

// NewCatalog makes a catalog. It keeps both lists, which nobody may change
// afterwards. A procedure of a service that is not among them is found with
// Service nil.
func NewCatalog(services []center.Service, procedures []center.Procedure) *Catalog {
	c := &Catalog{services: services, procedures: procedures}
	var entries []Entry
	for _, s := range services {
		entries = append(entries, Entry{Texts: [fields][]string{Service: {s.Name.VI, s.Name.EN}, Papers: {s.Papers.VI, s.Papers.EN}}})
	}
	for _, p := range procedures {
		e := Entry{Code: p.Code, Texts: [fields][]string{Name: {p.Name.VI, p.Name.EN}}}
		if s := c.service(p.Service); s != nil {
			e.Texts[Also] = []string{s.Name.VI, s.Name.EN}
		}
		for _, paper := range p.Papers {
			e.Texts[Papers] = append(e.Texts[Papers], paper.VI, paper.EN)
		}
		entries = append(entries, e)
	}
	c.index = New(entries)
	return c
}

func (c *Catalog) service(code center.ServiceCode) *center.Service {
	for i := range c.services {
		if c.services[i].Code == code {
			return &c.services[i]
		}
	}
	return nil
}

// Find returns what the query finds, the best first, at most most of it.
func (c *Catalog) Find(query string, most int) (found []Found) {
	for _, i := range c.index.Find(query, most) {
		if i < len(c.services) {
			found = append(found, Found{Service: &c.services[i]})
			continue
		}
		p := &c.procedures[i-len(c.services)]
		found = append(found, Found{c.service(p.Service), p})
	}
	return found
}
