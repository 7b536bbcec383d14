package web_test

import (
	"cmp"
	"encoding/json"
	"time"

	"motcua/controller/web"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

// Watched implements web.Watch.
func (f *fake) Watched() web.Watched {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.watched
}

// alerts are three that nobody sees to and one that somebody does.
func (f *fake) alerts() {
	alert := func(id int64, kind, subject string, since int, urgent bool, vi, en, todoVI, todoEN string) wire.Alert {
		return wire.Alert{Alert: id, Kind: kind, Subject: subject, Since: ago(since), Urgent: urgent, Text: i18n.Text{VI: vi, EN: en}, Todo: i18n.Text{VI: todoVI, EN: todoEN}}
	}
	alarm := alert(4801, "alarm", "4", 1, true, "Quầy 4 cần lãnh đạo đến ngay.", "Counter 4 asks you to come at once.",
		"Đến quầy ngay. Không gọi to tên cán bộ.", "Go to the counter at once. Do not call the official by name.")
	late := alert(4702, "late", "HT", 7, true, "Lĩnh vực Hộ tịch: người lâu nhất đã chờ 19 phút, quá 15 phút đã hẹn; 4 người đã quá hoặc sắp quá.",
		"Civil status: the longest has waited 19 min, beyond the promised 15 minutes; 4 are past it or about to be.",
		"Mở thêm quầy cho lĩnh vực này, hoặc chuyển một cán bộ đang rảnh sang.", "Open one more counter for it, or move an official who is free.")
	paper := alert(4640, "paper", "P2", 12, true, "Máy in P2: Hết giấy.", "Printer P2: It is out of paper.", "Thay cuộn giấy mới.", "Put in a new roll.")
	idle := alert(4655, "idle", "2", 4, false, "Quầy 2 đang rảnh từ 4 phút trong khi 8 người chờ quầy này gọi.", "Counter 2 has been free for 4 min while 8 people wait for it to call.",
		"Hỏi quầy có cần giúp không.", "Ask whether the counter needs help.")
	paper.Escalated = ptr(ago(2))
	idle.Acknowledged, idle.By = ptr(ago(3)), "hoa.tm"
	f.written()
	f.watched = web.Watched{Alerts: []wire.Alert{alarm, late, paper, idle}, Rated: ago(8),
		Ahead: &web.Ahead{At: at.Add(-20 * time.Second), Waiting: 28, From: ago(-58), To: ago(-83)}}
}

// written is a day book of a quarter of an hour.
func (f *fake) written() {
	entry := func(seq int64, minutes int, kind, by, data string) web.BookEntry {
		names := map[string]string{"P2": "Trần Thị Lan", "P1": "hoa.tm"}
		return web.BookEntry{Body: wire.Body{Seq: seq, Type: kind, At: ago(minutes), Day: "2026-11-23", Data: json.RawMessage(data)}, By: names[by],
			Hash: wire.Chain(wire.Hash{}, []byte(data)), Name: func(id string) string { return cmp.Or(names[id], id) }}
	}
	f.leaf = web.Leaf{From: "2026-11-23", To: "2026-11-23", Page: 1, Pages: 1, Total: 9, Entries: []web.BookEntry{
		entry(4812, 1, "ticket.called", "P2", `{"ticket":"20261123-A012","number":"A012","counter":"1","by":"P2","why":"by-hand","reason":"needs-help","due":"2026-11-23T09:15:00+07:00","over":"A010"}`),
		entry(4811, 2, "counter.undone", "P2", `{"ticket":"20261123-A011","number":"A011","counter":"1","by":"P2","undone":"ticket.no-show"}`),
		entry(4810, 3, "ticket.no-show", "P2", `{"ticket":"20261123-A011","number":"A011","counter":"1","by":"P2"}`),
		entry(4809, 3, "alert.acknowledged", "P1", `{"alert":4655,"kind":"idle","subject":"2","by":"P1"}`),
		entry(4808, 5, "clock.jumped", "", `{"by_ms":-372000}`),
		entry(4807, 6, "config.changed", "P1", `{"sha256":"ab","version":7,"by":"P1","effective":"now"}`),
		entry(4806, 8, "ticket.finished", "P2", `{"ticket":"20261123-A009","number":"A009","counter":"1","by":"P2","dossiers":2,"outside":1,"inferred":true,"then":"CT"}`),
		entry(4805, 9, "slip.failed", "", `{"ticket":"20261123-A015","printer":"P2","cause":"paper-out"}`),
		entry(4804, 10, "ticket.issued", "", `{"ticket":"20261123-A015","number":"A015","series":"ordinary","service":"HT","purpose":"submit","priority":true,"source":"K1","printer":"P2","told":{"low_s":600,"high_s":1200}}`),
	}}
}
