package cases

import "motcua/internal/center"

// Route is where cases of a kind go.
type Route string

// The routes, by who answers there.
const (
	ToHandler  Route = center.ToHandler  // whoever settles complaints in the center
	ToManager  Route = center.ToManager  // its head
	ToProvince Route = center.ToProvince // whoever the province has named
)

// Routes lists the routes from the nearest to the farthest.
var Routes = []Route{ToHandler, ToManager, ToProvince}

// Chain is the route and those that take its cases where nobody is left: upward
// alone. What goes to the province is not read in the center.
func (r Route) Chain() []Route {
	for i, x := range Routes {
		if x == r {
			return Routes[i:]
		}
	}
	return Routes
}
