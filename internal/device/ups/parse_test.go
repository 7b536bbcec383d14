package ups

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"maps"
	"strings"
	"testing"
)

func TestReadList(t *testing.T) {
	for _, test := range []struct {
		name, answer string
		want         map[string]string
		err          error
	}{
		{"usual", "BEGIN LIST VAR ups\nVAR ups ups.status \"OL CHRG\"\nVAR ups ups.model \"6\\\" \\\\ A\"\nEND LIST VAR ups\n",
			map[string]string{"ups.status": "OL CHRG", "ups.model": `6" \ A`}, nil},
		{"nothing known", "BEGIN LIST VAR ups\nEND LIST VAR ups\n", map[string]string{}, nil},
		{"empty value", "BEGIN LIST VAR ups\r\nVAR ups a \"\"\r\nEND LIST VAR ups\r\n", map[string]string{"a": ""}, nil},
		{"refused", "ERR UNKNOWN-UPS\n", nil, refused("UNKNOWN-UPS")},
		{"another UPS", "BEGIN LIST VAR other\nEND LIST VAR other\n", nil, errForm},
		{"another daemon", "SSH-2.0-OpenSSH_9.2\r\n", nil, errForm},
		{"open quote", "BEGIN LIST VAR ups\nVAR ups a \"b\n", nil, errForm},
		{"refused inside", "BEGIN LIST VAR ups\nERR DATA-STALE\n", nil, errForm},
		{"cut", "BEGIN LIST VAR ups\nVAR ups a", nil, io.ErrUnexpectedEOF},
		{"long line", strings.Repeat("x", 10*maxLine), nil, errForm},
		{"endless", "BEGIN LIST VAR ups\n" + strings.Repeat("VAR ups a \"b\"\n", maxLines), nil, errForm},
	} {
		got, err := readList(bufio.NewReaderSize(strings.NewReader(test.answer), maxLine), "ups")
		if !maps.Equal(got, test.want) || !errors.Is(err, test.err) {
			t.Errorf("%s: readList = %v, %v, want %v, %v", test.name, got, err, test.want, test.err)
		}
	}
}

func FuzzReadList(f *testing.F) {
	f.Add([]byte("BEGIN LIST VAR ups\nVAR ups ups.status \"OL\"\nEND LIST VAR ups\n"))
	f.Add([]byte("ERR \\"))
	f.Add([]byte("BEGIN LIST VAR ups\nVAR ups battery.charge \"1e309\"\nVAR ups ups.status \"\\\nEND"))
	f.Fuzz(func(t *testing.T, answer []byte) {
		vars, err := readList(bufio.NewReaderSize(bytes.NewReader(answer), maxLine), "ups")
		if err != nil {
			if vars != nil {
				t.Errorf("variables %v with the error %v", vars, err)
			}
			return
		}
		if p := power(vars); p.Charge < -1 || p.Charge > 100 || p.Runtime < -1 || p.Presence == "" {
			t.Errorf("power(%v) = %+v", vars, p)
		}
	})
}
