//go:build !js

package main

import "errors"

// run says that this program is for browsers.
func run() error {
	return errors.New("screens is a program for browsers: compile it with GOOS=js GOARCH=wasm")
}
