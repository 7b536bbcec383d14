package spell

import "motcua/internal/i18n"

var (
	digitsVI = []string{"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"}
	digitsEN = []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}

	lettersVI = []string{
		"a", "bê", "xê", "đê", "e", "ép", "giê", "hát", "i", "gi", "ca", "lờ", "mờ",
		"nờ", "o", "pê", "quy", "rờ", "ét", "tê", "u", "vê", "vê kép", "ích", "i dài", "dét",
	}

	onesEN = append(digitsEN, "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
	tensEN = []string{"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}
)

func digits(lang i18n.Lang) []string {
	if lang == i18n.EN {
		return digitsEN
	}
	return digitsVI
}

// vietnamese reads n as the spell-out rules of CLDR do.
func (s Style) vietnamese(n int) Group {
	if n < 1000 {
		return s.below1000(n)
	}
	thousand := "nghìn"
	if s.Region == South {
		thousand = "ngàn"
	}
	words := append(s.below1000(n/1000), thousand)
	rest := n % 1000
	if rest == 0 {
		return words
	}
	words = append(words, digitsVI[rest/100], "trăm") // không trăm is said
	return append(words, s.behindHundreds(rest%100)...)
}

func (s Style) below1000(n int) Group {
	if n < 100 {
		return s.below100(n)
	}
	return append(Group{digitsVI[n/100], "trăm"}, s.behindHundreds(n%100)...)
}

// behindHundreds reads the last two digits of a number that has more.
func (s Style) behindHundreds(n int) Group {
	switch {
	case n == 0:
		return nil
	case n >= 10:
		return s.below100(n)
	case s.Region == South:
		return Group{"lẻ", digitsVI[n]}
	}
	return Group{"linh", digitsVI[n]}
}

func (s Style) below100(n int) Group {
	tens, unit := n/10, n%10
	var words Group
	switch tens {
	case 0:
		return Group{digitsVI[unit]}
	case 1:
		words = Group{"mười"}
	default:
		words = Group{digitsVI[tens], "mươi"}
	}
	switch {
	case unit == 0:
		return words
	case unit == 1 && tens > 1:
		return append(words, "mốt")
	case unit == 4 && tens > 1 && s.Four != digitsVI[4]:
		return append(words, "tư")
	case unit == 5:
		return append(words, "lăm")
	}
	return append(words, digitsVI[unit])
}

// english reads n as in London: one hundred and five.
func english(n int) Group {
	switch rest := n % 1000; {
	case n < 20:
		return Group{onesEN[n]}
	case n < 100:
		words := Group{tensEN[n/10]}
		if n%10 > 0 {
			words = append(words, onesEN[n%10])
		}
		return words
	case n < 1000:
		words := Group{onesEN[n/100], "hundred"}
		if n%100 > 0 {
			words = append(append(words, "and"), english(n%100)...)
		}
		return words
	default:
		words := append(english(n/1000), "thousand")
		switch {
		case rest == 0:
			return words
		case rest < 100:
			words = append(words, "and")
		}
		return append(words, english(rest)...)
	}
}
