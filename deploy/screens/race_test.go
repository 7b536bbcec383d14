//go:build race

package main

// every is which states are painted under the race detector, which makes
// painting slow: make test paints all of them without it.
const every = 12
