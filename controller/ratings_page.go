package controller

import (
	"net/http"

	"motcua/internal/fault"
)

// MayRate refuses an answer on a citizen's page from a browser in which somebody
// is logged in who works here, and counts the try. Nobody else needs a name.
func (z *citizens) MayRate(r *http.Request) error {
	who, err := z.c.who(r)
	if err != nil || who.may("tablet", "kiosk") {
		return nil
	}
	z.c.engine.refuse(who.id)
	return fault.New(fault.Forbidden, "rating-staff")
}
