package config

import (
	_ "embed" // the example
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"motcua/internal/center"
)

// ProceduresFile is the file beside a center file that holds more procedures. It need not exist.
const ProceduresFile = "procedures.toml"

//go:embed example/procedures.toml
var exampleProcedures []byte

// ExampleProcedures returns the procedures of the ward center that [Example] describes.
func ExampleProcedures() []byte { return append([]byte(nil), exampleProcedures...) }

// readProcedures returns the bytes of the procedures beside the center file at path, none where there is no such file.
func readProcedures(path string) ([]byte, error) {
	beside := filepath.Join(filepath.Dir(path), ProceduresFile)
	if _, err := os.Stat(beside); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return read(beside)
}

// addProcedures adds the procedures of their own file to the center.
func addProcedures(c *center.Center, raw []byte) error {
	var more struct {
		Procedures []center.Procedure `toml:"procedure"`
	}
	if err := decode(ProceduresFile, raw, &more); err != nil {
		return err
	}
	placeProcedures(ProceduresFile, raw, more.Procedures)
	c.Procedures = append(c.Procedures, more.Procedures...)
	return nil
}

// placeProcedures notes where a file has each procedure.
func placeProcedures(name string, raw []byte, list []center.Procedure) {
	n := 0
	for _, l := range linesOf(raw) {
		if l.key == "procedure" && n < len(list) {
			list[n].Place = fmt.Sprintf("%s:%d", name, l.line)
			n++
		}
	}
}
