package printer

// Model is what one make of printer has and another has not. It is written down
// from the makers' manuals, not from the driver's profiles: where the two
// disagree, one of them is wrong.
type Model struct {
	Buffer    int  // bytes it takes in before it stops reading
	Knife     int  // rows of paper between the head and the knife; 0: no knife, slips are torn off by hand
	Quiet     bool // tells nothing by itself (GS a)
	Unmarked  bool // does not answer GS r
	NoNearEnd bool // does not feel that the roll comes to its end
	EndAsLow  bool // tells the end of paper where others tell that it is near (Samsung SRP-250)
	Presenter bool // tells of the presenter in one of the two bits for the end (Citizen PPU)
	Stubborn  bool // does not know how to forget a job
}

// Usual returns the model that New makes: 80 mm printers have a knife, 58 mm printers none.
func Usual(dots int) Model {
	m := Model{Buffer: 64 << 10, Knife: 96}
	if dots <= 384 {
		m.Knife = 0
	}
	return m
}

// Models are those of which the manuals say something, by the names of the configuration.
func Models() map[string]Model {
	return map[string]Model{
		"epson-tm-t82":    {Buffer: 4 << 10, Knife: 120},
		"epson-tm-m30":    {Buffer: 4 << 10, Knife: 120},
		"xprinter-80":     {Buffer: 4 << 10, Knife: 96},
		"xprinter-58":     {Buffer: 2 << 10, Quiet: true, Unmarked: true, NoNearEnd: true},
		"citizen-ppu":     {Buffer: 4 << 10, Knife: 96, Quiet: true, Presenter: true},
		"samsung-srp-250": {Buffer: 2 << 10, Quiet: true, NoNearEnd: true, EndAsLow: true},
		"generic-80":      {Buffer: 4 << 10, Knife: 96, Quiet: true, Unmarked: true},
		"generic-58":      {Buffer: 2 << 10, Quiet: true, Unmarked: true},
	}
}

// Become makes the printer another model. Do it before it serves.
func (p *Printer) Become(m Model) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.model = m
}

// Rows returns how many rows of paper went through since the printer was made, 8 a millimeter.
func (p *Printer) Rows() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fed
}

// TearOff takes the paper that hangs out, as a person does where there is no knife.
func (p *Printer) TearOff() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tear(false)
}

// appointment is something that happens when the paper has come so far.
type appointment struct {
	row int
	do  func()
}

// AfterRows calls do once that many more rows of paper have gone through. The
// paper stands still meanwhile.
func (p *Printer) AfterRows(rows int, do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.due = append(p.due, appointment{p.fed + rows, do})
}

// Forgive drops what AfterRows has not called yet, and lets the paper be endless again.
func (p *Printer) Forgive() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.due, p.left = nil, -1
}

// arrived takes what is due at this row. The caller holds the lock.
func (p *Printer) arrived() (now []func()) {
	rest := p.due[:0]
	for _, a := range p.due {
		if p.fed >= a.row {
			now = append(now, a.do)
		} else {
			rest = append(rest, a)
		}
	}
	p.due = rest
	return now
}
