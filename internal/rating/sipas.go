package rating

// SIPASFactors are the five factors of the satisfaction index of public
// administrative services (QĐ 1001/QĐ-BNV), in its order.
var SIPASFactors = []string{"sipas-access", "sipas-procedure", "sipas-official", "sipas-result", "sipas-handling"}

// NotSIPAS is the note that every FactorTable carries and every page shows.
const NotSIPAS = "not-sipas"

// FactorTable is the five factors as the center's own citizens answered. It is
// not SIPAS, which the Ministry of Home Affairs measures by samples of
// households with its own forms: who stands at a tablet chose to answer, and
// was asked by the office that is measured.
type FactorTable struct {
	Note     string   `json:"note"`     // NotSIPAS
	Factors  []Index  `json:"factors"`  // all five, in order
	Together Share    `json:"together"` // satisfied answers to all factors ÷ answers to them
	Missing  []string `json:"missing"`  // factors that nobody was asked about, or that have too few answers
}

// FactorsOf makes the table. Asked is how many finished legs were asked about a factor.
func FactorsOf(all []Tallied, asked map[string]int) FactorTable {
	out := FactorTable{Note: NotSIPAS, Missing: []string{}}
	yes, n := 0, 0
	for _, factor := range SIPASFactors {
		i := IndexOf(factor, all, asked[factor])
		out.Factors = append(out.Factors, i)
		yes, n = yes+i.Satisfied.Yes, n+i.Satisfied.N
		if i.Satisfied.N == 0 {
			out.Missing = append(out.Missing, factor)
		}
	}
	out.Together = ShareOf(yes, n)
	return out
}
