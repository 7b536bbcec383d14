package web

import (
	"html/template"
	"slices"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/i18n"
	"motcua/internal/queue"
)

// Has tells whether a form has chosen a role.
func (f AccountForm) Has(role string) bool { return slices.Contains(f.Roles, role) }

// Chosen is the account whose forms are open, nil for none.
func (v accountsView) Chosen() *Person {
	for i := range v.People {
		if v.People[i].ID == v.Edit {
			return &v.People[i]
		}
	}
	return nil
}

// Called is how a person is called: the full name, else the one to log in with.
func (p *page) Called(x Person) string {
	if x.AccountForm.Person != "" {
		return x.AccountForm.Person
	}
	return x.Name
}

// RoleNames writes roles.
func (p *page) RoleNames(roles []string) string {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = p.T("manager.role-" + r)
	}
	return strings.Join(names, ", ")
}

// Stamp is a date and time of day.
func (p *page) Stamp(t time.Time) string { return p.Clock(t) + ", " + p.Day(t) }

// Minutes0 is a duration in whole minutes, at least one.
func (p *page) Minutes0(d time.Duration) int { return max(1, int((d+time.Minute-1)/time.Minute)) }

// TOTPWords, PINWords and Locks say how an account is guarded.
func (p *page) TOTPWords(x Person) string {
	return p.T("accounts.totp-"+x.TOTP, "n", x.Recovery)
}

func (p *page) PINWords(x Person) string { return p.T("accounts.pin-" + x.PIN) }

func (p *page) Locks(x Person) string {
	if x.Locked > 0 {
		return p.T("accounts.is-locked", "minutes", p.Minutes0(x.Locked))
	}
	return p.T("accounts.not-locked")
}

// AppLink lets a phone open the address of a new second factor in its app.
func (p *page) AppLink(otpauth string) template.URL { return template.URL(otpauth) }

// MayPIN tells whether a PIN can open anything for a person.
func (p *page) MayPIN(x *Person) bool { return x.Has(RoleStaff) || x.Has(RoleGreeter) }

// Safety is how an account is guarded, in a cell.
func (p *page) Safety(x Person) template.HTML {
	var b strings.Builder
	line := func(key string) { b.WriteString("<span>" + template.HTMLEscapeString(p.T(key)) + "</span>") }
	if x.Given {
		line("accounts.short-given")
	}
	if x.TOTP != "off" {
		line("accounts.short-totp-" + x.TOTP)
	}
	if x.PIN != "off" {
		line("accounts.short-pin-" + x.PIN)
	}
	if b.Len() == 0 {
		line("accounts.short-password")
	}
	return template.HTML(`<span class="safety">` + b.String() + `</span>`)
}

// These hand a part of a page to its block, with the page that writes it.
type (
	rowOf struct {
		Page   *page
		Person Person
		Self   bool
		Do     string
	}
	fieldsOf struct {
		Page  *page
		Form  AccountForm
		Roles []string
		ID    string
	}
	loginsOf struct {
		Page   *page
		Logins []Login
		Path   string
		Names  bool
	}
)

// Row is an account whose forms are open.
func (p *page) Row(x *Person) rowOf {
	return rowOf{Page: p, Person: *x, Self: p.Who != nil && p.Who.ID == x.ID}
}

// Act is one button of an account.
func (p *page) Act(x Person, do string) rowOf { return rowOf{Page: p, Person: x, Do: do} }

// Fields are fields of a form with what stands in them.
func (p *page) Fields(f AccountForm, id string) fieldsOf {
	return fieldsOf{Page: p, Form: f, Roles: PeopleRoles, ID: id}
}

// Table is a list of sessions, and where its buttons post to.
func (p *page) Table(all []Login, path string, names bool) loginsOf {
	return loginsOf{Page: p, Logins: all, Path: path, Names: names}
}

// TicketNumber and TicketDay read a ticket's id, which is its day and number.
func (p *page) TicketNumber(id queue.TicketID) string {
	_, number, _ := strings.Cut(string(id), "-")
	return number
}

func (p *page) TicketDay(id queue.TicketID) string {
	day, _, _ := strings.Cut(string(id), "-")
	t, err := time.ParseInLocation("20060102", day, center.Zone)
	if err != nil {
		return ""
	}
	return i18n.Date(p.Lang, t)
}
