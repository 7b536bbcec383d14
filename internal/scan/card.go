package scan

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"motcua/internal/center"
)

// ElderlyAge is the age from which a citizen has priority, in years (the
// default list of priority groups).
const ElderlyAge = 60

// readCard reads the code of a citizen's card (CCCD, thẻ căn cước):
//
//	number|old number, may be empty|name|ddMMyyyy|sex|address|ddMMyyyy
//
// The old number may be missing as a field too, more fields may follow, and the
// name and the address may have suffered on a keyboard: neither is looked at.
func readCard(text string, r Rules) (Result, bool) {
	fields := strings.SplitN(text, "|", 6)
	number := strings.TrimSpace(fields[0])
	today, err := r.Today.Start()
	if !r.Cards || len(r.Key) == 0 || err != nil || len(fields) < 3 || !digits(number, 12) {
		return Result{}, false
	}
	born, ok := birth{}, false
	for _, f := range fields[1:min(len(fields), 5)] {
		if born, ok = parseBirth(f, today.Year()); ok {
			break
		}
	}
	if !ok { // the number tells the year: nobody is called elderly too early
		born = birth{yearIn(number), time.December, 31}
	}
	return Result{Kind: Card, Person: person(number, r.Key), Elderly: born.elderly(today)}, true
}

// person is all that is kept of a number: one out of 10^12 is found by trying
// unless the key is secret.
func person(number string, key []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("card\x00" + number))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// yearIn returns the year of birth in a number: digit 4 is the century and the
// sex, 5 and 6 are the year (NĐ 137/2015/NĐ-CP, article 7).
func yearIn(number string) int {
	century := 1900 + int(number[3]-'0')/2*100
	year, _ := strconv.Atoi(number[4:6])
	return century + year
}

// birth is a date of birth.
type birth struct {
	year  int
	month time.Month
	day   int
}

// parseBirth reads ddMMyyyy, also with separators, and the bare year. Of who
// knows no day or month of birth the first is taken (NĐ 135/2020/NĐ-CP, article 3).
func parseBirth(field string, thisYear int) (birth, bool) {
	s := strings.NewReplacer("/", "", "-", "", ".", "", " ", "").Replace(field)
	if digits(s, 4) {
		s = "0000" + s
	}
	if !digits(s, 8) {
		return birth{}, false
	}
	day, _ := strconv.Atoi(s[:2])
	month, _ := strconv.Atoi(s[2:4])
	year, _ := strconv.Atoi(s[4:])
	day, month = max(day, 1), max(month, 1)
	if year < 1880 || year > thisYear || month > 12 || day > lastDay(year, time.Month(month)) {
		return birth{}, false
	}
	return birth{year, time.Month(month), day}, true
}

// elderly tells whether who was born then is ElderlyAge or older on a day. Who
// was born on 29 February completes a year on the last of February.
func (b birth) elderly(today time.Time) bool {
	year := b.year + ElderlyAge
	from := time.Date(year, b.month, min(b.day, lastDay(year, b.month)), 0, 0, 0, 0, center.Zone)
	return !today.Before(from)
}

func lastDay(year int, m time.Month) int {
	return time.Date(year, m+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func digits(s string, n int) bool {
	return len(s) == n && strings.Trim(s, "0123456789") == ""
}
