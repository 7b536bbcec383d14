package controller

import (
	"strings"
	"testing"
)

func FuzzPostDevice(f *testing.F) {
	post := fuzzed(f)
	for _, seed := range []string{
		`{"state":"present"}`, `{"state":"broken","cause":"paper-out","counts":{"jobs":1,"failed":2}}`, `{"state":"present","counts":{"jobs":9007199254740993}}`,
		`{"state":"present","counts":null}`, `{"state":"present","counts":{"jobs":1.5}}`, `{"state":"absent","counts":{"":0}}`, `{"state":""}`, `[]`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) { post(t, "POST /devices/{device}/state", "/devices/P1/state", body) })
}

func FuzzPostScan(f *testing.F) {
	post := fuzzed(f)
	for _, seed := range []string{
		`{"code":"KM4TQ7RX"}`, `{"code":"https://mc.example.vn/t/abcdefghjkmnpqrstuvw"}`, `{"code":"000.00.00.H19-261123-0012"}`, `{"code":"\u0000|||"}`,
		`{"code":"001166000001||A|01011966|Nam|x|y"}`, `{"scanner":"S1","code":""}`, `{"scanner":"K1","code":"x"}`, `{}`, `null`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) { post(t, "POST /scans", "/scans", body) })
}

func FuzzPostOnPaper(f *testing.F) {
	post := fuzzed(f)
	for _, seed := range []string{
		servedOnPaper, strings.Replace(servedOnPaper, "P090", "p7", 1), strings.Replace(servedOnPaper, "2026", "0001", 1), `{"service":"HT"}`,
		`{"service":"HT","purpose":"submit","number":"1","taken":"2026-11-23T07:59:59.999999999+07:00","called":"2026-11-23T07:59:59Z"}`,
		`{"service":"HT","purpose":"submit","number":"P1","taken":"9999-12-31T23:59:59Z"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) { post(t, "POST /paper/served", "/paper/served", body) })
}

func FuzzPostResults(f *testing.F) {
	post := fuzzed(f)
	for _, seed := range []string{
		`{"checks":[{"what":"strip","device":"P1","ok":true}]}`, `{"checks":[{"what":"sound","ok":false,"cause":"no-sound"}]}`, `{"checks":[]}`,
		`{"checks":[{"what":"strip","device":"P1","ok":false,"untested":true}]}`, `{"checks":null}`, `{"checks":[{}]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) { post(t, "POST /selftest/{id}/results", "/selftest/x/results", body) })
}
