package controller

import "motcua/internal/wire"

// verification recomputes the log once.
func (o *tour) verification() {
	o.want(200, "", "manager", "GET /verify", "")
	if v := o.h.verified(o.T); v.State != wire.VerifyGood {
		o.Errorf("the log of the tour = %+v", v)
	}
	o.want(202, "", "manager", "POST /verify", "{}")
	o.want(200, "", testToken, "GET /verify", "")
}
