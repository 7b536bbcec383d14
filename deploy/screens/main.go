// Command screens is the kiosk and the displays as one WebAssembly program for
// the pages at /screens/. Compile it with GOOS=js GOARCH=wasm; make build does.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
