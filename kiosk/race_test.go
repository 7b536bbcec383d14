//go:build race

package kiosk

// Every is which states are laid out under the race detector, which makes that
// slow: make test lays all of them out without it.
const Every = 8
