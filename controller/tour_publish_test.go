package controller

import "motcua/internal/center"

// publication fetches what anybody may, in each form, and every refusal.
func (o *tour) publication() {
	if err := o.h.publisher.look(o.Context()); err != nil {
		o.Fatal(err)
	}
	for _, call := range []string{"GET /public/satisfaction", "GET /public/catalog"} {
		a := o.want(200, "", "", call, "")
		o.want(304, "", "", call, "", "If-None-Match: "+a.header.Get("ETag"))
	}
	o.want(200, "", "", "GET /public/satisfaction?format=csv", "")
	o.want(422, "report-format", "", "GET /public/satisfaction?format=pdf", "")
	set := func(p center.Publish) { // under the engine's lock, as another configuration would come
		o.h.engine.mu.Lock()
		defer o.h.engine.mu.Unlock()
		o.h.opts.Center.Publish = p
	}
	set(center.Publish{Off: true})
	o.want(404, "publish-off", "", "GET /public/satisfaction", "")
	o.want(404, "publish-off", "", "GET /public/catalog", "")
	set(center.Publish{})
	state := o.h.publisher.now.Swap(nil)
	o.want(503, "publish-soon", "", "GET /public/satisfaction", "")
	o.want(503, "publish-soon", "", "GET /public/catalog", "")
	o.h.publisher.now.Store(state)
	for range mostFetched {
		o.h.fetching.count(o.h.now.read().Up, "127.0.0.1")
	}
	o.want(429, "too-often", "", "GET /public/satisfaction", "")
	o.want(429, "too-often", "", "GET /public/catalog", "")
}
