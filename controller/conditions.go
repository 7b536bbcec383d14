package controller

import (
	"slices"

	"motcua/internal/health"
)

// conditions is what is known to be wrong beside the devices, the worst first:
// the log, the programs that are told of it, and the ways to tell citizens.
func (c *Controller) conditions() []health.Condition {
	all := slices.Concat(c.verify.health.List(), c.hooks.health.List(), c.posting.health.List(), c.reports.health.List())
	health.Sort(all)
	return all
}
