package kiosk

import (
	"strings"

	"motcua/internal/center"
	"motcua/internal/client"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// exampleShelf is procedures of some services: one with all that is known, one
// with little, and the longest there may be.
func exampleShelf() wire.Procedures {
	free, copies, days, none := center.Dong(0), center.Dong(2000), 7, 0
	law := "Luật Hộ tịch số 60/2014/QH13; Thông tư số 281/2016/TT-BTC"
	list := []center.Procedure{
		{Code: "1.001193", Service: "S0", Name: i18n.Text{VI: "Đăng ký khai sinh", EN: "Registration of a birth"}, Papers: []i18n.Text{
			{VI: "Tờ khai đăng ký khai sinh", EN: "Birth registration form"},
			{VI: "Giấy chứng sinh, hoặc văn bản của người làm chứng về việc sinh", EN: "Certificate of live birth, or a witness's written statement"},
			{VI: "Căn cước, hộ chiếu hoặc giấy tờ có ảnh của người đi đăng ký", EN: "Identity card, passport or other photo identity paper of the person who registers"},
			{VI: "Giấy chứng nhận kết hôn, nếu cha mẹ đã kết hôn", EN: "Marriage certificate, if the parents are married"},
		}, Fee: &free, FeeNote: i18n.Text{VI: "khi đăng ký đúng hạn", EN: "when registered in time"}, Days: &none,
			DaysNote: i18n.Text{VI: "Nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo", EN: "If received after 15:00, on the next working day"},
			Basis:    law, Online: "https://dichvucong.gov.vn"},
		{Code: "1.000894", Service: "S0", Name: i18n.Text{VI: "Đăng ký kết hôn", EN: "Registration of a marriage"}},
		{Code: "2.000815", Service: "S1", Name: i18n.Text{VI: "Chứng thực bản sao từ bản chính", EN: "Certified copies of an original"},
			Papers: []i18n.Text{{VI: "Bản chính và bản sao", EN: "The original and the copies"}}, Fee: &copies, Days: &days, Form: "https://dichvucong.gov.vn/mau/01.pdf",
			FeeNote: i18n.Text{VI: "mỗi trang; từ trang thứ ba trở lên 1.000 đồng một trang, tối đa 200.000 đồng một bản", EN: "a page; from the third page on 1,000 đồng a page, 200,000 đồng a copy at most"}},
		{Code: "1.004222", Service: "S2", Name: i18n.Text{VI: "Đăng ký thường trú", EN: "Permanent residence registration"}},
	}
	for i := range 9 {
		list = append(list, longest("1.01000"+string(rune('0'+i))))
	}
	return wire.Procedures{Agency: "H19.26.1", Dossiers: true, Procedures: list, Pages: "https://motcua.tranbien.dongnai.gov.vn/lookup/"}
}

// longest is a procedure of the service with the longest name, with texts as long as they may be.
func longest(code string) center.Procedure {
	fee, days := center.Dong(1_000_000_000), 365
	p := center.Procedure{Code: code, Service: "S10", Fee: &fee, Days: &days, Basis: strings.Repeat("Nghị định số 123/2025/NĐ-CP; ", 13),
		Name: i18n.Text{VI: "Giải quyết chế độ trợ cấp một lần đối với thân nhân người hoạt động cách mạng, người hoạt động kháng chiến giải phóng dân tộc, bảo vệ Tổ quốc và làm nghĩa vụ quốc tế được tặng huân chương, huy chương đã chết mà chưa hưởng chế độ ưu đãi",
			EN: "One-time allowance for relatives of persons active in the revolution or the resistance for national liberation, defense of the country and international duty who were awarded medals and died before they received their benefits"},
		FeeNote: i18n.Text{VI: strings.Repeat("mỗi trường hợp theo biểu phí ", 13)}, DaysNote: i18n.Text{VI: strings.Repeat("Nếu phải xác minh thì kéo dài. ", 12)}}
	for range 20 {
		p.Papers = append(p.Papers, i18n.Text{VI: "Bản sao có chứng thực từ bản chính một trong các giấy tờ chứng minh quan hệ thân nhân, có xác nhận của Ủy ban nhân dân cấp xã nơi cư trú, kèm bản chính để đối chiếu khi nộp trực tiếp",
			EN: "Certified copy of one of the papers that prove the relationship, confirmed by the People's Committee of the place of residence, with the original to compare when submitted in person"})
	}
	return p
}

// keysOf types words on the keyboard.
func keysOf(words string) (targets []string) {
	for _, c := range words {
		key := string(c)
		if key == " " {
			key = "space"
		}
		targets = append(targets, "type:"+key)
	}
	return targets
}

// shelved is a kiosk that knows procedures, at which these targets have been pressed.
func shelved(lang i18n.Lang, targets ...string) *stage {
	s := open(lang)
	s.Shelve(exampleShelf(), s.about.Services)
	return s.press(targets...)
}

// lookups are what can be looked up, found and not found.
func lookups() map[string]play {
	at := func(targets ...string) play {
		return func(lang i18n.Lang) *Flow { return shelved(lang, targets...).Flow }
	}
	typed := func(words string, first ...string) play { return at(append(first, keysOf(words)...)...) }
	all := map[string]play{
		"attract-lookup": at(), "lookup": at("lookup"), "lookup-fields": at("lookup", "lookup:fields"),
		"lookup-procedures": at("lookup", "lookup:fields", "field:S0"), "lookup-procedures-many": at("lookup", "lookup:fields", "field:S10"),
		"lookup-procedures-2":     at("lookup", "lookup:fields", "field:S10", "page:next"),
		"lookup-procedure":        at("lookup", "lookup:fields", "field:S0", "procedure:1.001193"),
		"lookup-procedure-unsure": at("lookup", "lookup:fields", "field:S0", "procedure:1.000894"),
		"lookup-procedure-form":   at("lookup", "lookup:fields", "field:S1", "procedure:2.000815"),
		"lookup-procedure-long":   at("lookup", "lookup:fields", "field:S10", "procedure:1.010000"),
		"lookup-procedure-last":   at("lookup", "lookup:fields", "field:S10", "procedure:1.010000", "page:next", "page:next"),
		"search":                  at("lookup", "search"), "search-found": typed("ddawng kys", "lookup", "search"), "search-many": typed("tro cap", "lookup", "search"),
		"search-none": typed("xyzxyz", "lookup", "search"), "search-service": typed("ho ti", "start", "purpose:submit", "search"),
		"search-figures": typed("1.00", "lookup", "search", "type:figures"), "service-search": at("start", "purpose:submit"),
		"purpose-wanted":      at("lookup", "lookup:fields", "field:S0", "procedure:1.001193", "number"),
		"priority-named":      at("lookup", "lookup:fields", "field:S0", "procedure:1.001193", "number", "purpose:submit"),
		"priority-named-long": at("lookup", "lookup:fields", "field:S10", "procedure:1.010000", "number", "purpose:submit"),
		"receipt":             at("lookup", "lookup:dossier"), "receipt-typed": typed("2511230012", "lookup", "lookup:dossier"),
		"receipt-letters": at("lookup", "lookup:dossier", "type:letters"),
	}
	all["closed-lookup"] = func(lang i18n.Lang) *Flow {
		shut := exampleBoard()
		shut.Open = false
		return shelved(lang).hears(shut, nil).Flow
	}
	standings(all)
	return all
}

// standings adds how dossiers stand, and why nobody knows.
func standings(all map[string]play) {
	asked := func(d wire.Dossier, err error) play {
		return func(lang i18n.Lang) *Flow {
			s := shelved(lang, append(append([]string{"lookup", "lookup:dossier"}, keysOf("2511230012")...), "lookup:ask")...)
			if e, ok := s.Errand(); ok && (err != nil || d.State != "") {
				s.Stood(e.Key, d, err)
			}
			return s.Flow
		}
	}
	for _, state := range wire.DossierStates {
		d := wire.Dossier{Code: "H19.26.1-251123-0012", State: state, Received: "2026-11-16", Due: "2026-11-25", At: exampleStart}
		if state == wire.DossierReady || state == wire.DossierReturned {
			d.Done = "2026-11-20"
		}
		all["dossier-"+string(state)] = asked(d, nil)
	}
	refusal := func(kind fault.Kind, code string) error { return &client.Problem{Fault: fault.New(kind, code)} }
	all["dossier-asking"] = asked(wire.Dossier{}, nil)
	all["dossier-unknown"] = asked(wire.Dossier{}, refusal(fault.NotFound, "dossier-unknown"))
	all["dossier-away"] = asked(wire.Dossier{}, refusal(fault.Unavailable, "onestop-away"))
	all["dossier-code"] = asked(wire.Dossier{}, refusal(fault.Invalid, "dossier-code"))
	all["dossier-lost"] = asked(wire.Dossier{}, fault.New(fault.Unavailable, "controller-away"))
	all["dossier-scanned"] = func(lang i18n.Lang) *Flow {
		s := shelved(lang).ofCode(exampleDossier, nil)
		return s.Flow
	}
}
