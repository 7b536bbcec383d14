package web_test

import (
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
	f.watched = web.Watched{Alerts: []wire.Alert{alarm, late, paper, idle}, Rated: ago(8),
		Ahead: &web.Ahead{At: at.Add(-20 * time.Second), Waiting: 28, From: ago(-58), To: ago(-83)}}
}
