package controller

// receivers asks for the web hooks, of which one is away.
func (o *tour) receivers() {
	o.want(200, "", "manager", "GET /hooks", "")
	o.want(404, "hook-unknown", "manager", "POST /hooks/none/test", "")
	o.want(200, "", "manager", "POST /hooks/away/test", "")
}
