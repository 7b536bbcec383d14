package config

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"github.com/google/go-cmp/cmp"

	"motcua/internal/center"
	"motcua/internal/i18n"
)

// TestExample compares the whole configuration that a new center starts from.
func TestExample(t *testing.T) {
	got, err := ParseCenter("center.toml", Example())
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(Example())
	if want := hex.EncodeToString(sum[:]); got.SHA256 != want {
		t.Errorf("SHA256 = %s, want %s", got.SHA256, want)
	}
	if diff := cmp.Diff(wardCenter(), got.Center); diff != "" {
		t.Errorf("ParseCenter(example) differs (-want +got):\n%s", diff)
	}
}

func text(vi, en string) i18n.Text { return i18n.Text{VI: vi, EN: en} }

func wardCenter() center.Center {
	day := []center.Window{{From: 450, To: 690}, {From: 810, To: 1020}}
	service := func(code center.ServiceCode, vi, en, prefix string, minutes int, papersVI, papersEN string) center.Service {
		return center.Service{Code: code, Name: text(vi, en), Prefix: prefix, Width: 3, First: 1, Minutes: minutes, Target: 15,
			Papers: text(papersVI, papersEN)}
	}
	counter := func(id center.CounterID, vi, en, agency string, services ...center.ServiceCode) center.Counter {
		return center.Counter{ID: id, Name: text(vi, en), Agency: agency, Services: services}
	}
	ward := "UBND phường"
	c := center.Center{
		Province: "H19", Agency: "H19.26.1",
		Name:         text("Trung tâm Phục vụ hành chính công phường Trấn Biên", "Tran Bien Ward Public Administrative Service Center"),
		Point:        text("Điểm tiếp nhận số 1", "Reception point 1"),
		URL:          "http://127.0.0.1:8080",
		PauseReasons: []string{"break", "lunch", "meeting", "paperwork", "technical", "other"},
		Policy:       center.Policy{Preset: "fair"},
		Priority:     center.Priority{Groups: []string{"elderly", "disabled", "pregnant", "child", "merit"}},
		Calling:      center.Calling{Recalls: 3, Grace: 60, Assist: 90, Remind: 15, Idle: 3, Overrun: 30, Forgotten: 20},
		Staff:        center.Staff{Advice: "sparing", Dossiers: 1600},
		Slip:         center.Slip{Languages: "both"},
		Remote:       center.Remote{Window: center.Window{From: 480, To: 960}, PerDay: 2, PerService: 1, Minutes: 5, Arrive: 60},
		Appointments: center.Appointments{Early: 30, Grace: 10, Target: 5, Ahead: 14},
		Hours: center.Hours{Monday: day, Tuesday: day, Wednesday: day, Thursday: day, Friday: day,
			Saturday: []center.Window{{From: 450, To: 690}}, Sunday: []center.Window{},
			Closed: []center.Day{"2027-01-01", "2027-02-05", "2027-02-06", "2027-02-08", "2027-02-09", "2027-02-10", "2027-04-16",
				"2027-04-30", "2027-05-01", "2027-09-02"},
			Extra: []center.Day{}, CloseAfter: 60},
		Rating: center.Rating{TokenMinutes: 60},
		Notices: center.Notices{Name: text("Một cửa phường Trấn Biên", "Tran Bien one-stop center"), Window: center.Window{From: 360, To: 1200},
			Ahead: 3, Minutes: 10, PerTicket: 4, PerDay: 1000, After: 30},
		Alerts:    center.Alerts{Near: 3, Unserved: 2, Dark: 2, Gone: 3, Escalate: 10, Harassment: "province"},
		Closing:   center.Closing{Printer: "P1"},
		Targets:   []center.Target{{Figure: "wait", Limit: 15, Days: 3}, {Figure: "harassment", Limit: 1, Days: 3}},
		Access:    center.Access{TOTP: "required", IdleMinutes: 15, Hours: 12},
		Retention: center.Retention{Sessions: 2, Notes: 1, Explanations: 24, Comments: 12, Accounts: 24, Cases: 12},
		Feedback:  center.Feedback{Cases: "handler", Harassment: "province", Days: 5, Quiet: 5, PerDay: 100, Hall: true, Hotline: "1022", Portal: "https://dichvucong.gov.vn"},
		Services: []center.Service{
			service("HT", "Hộ tịch", "Civil status", "A", 12, "Căn cước hoặc VNeID mức 2", "Citizen identity card or VNeID level 2"),
			service("CT", "Chứng thực", "Certification", "B", 7, "Bản chính và bản sao giấy tờ cần chứng thực", "The original and the copies to be certified"),
			service("CU", "Cư trú", "Residence", "C", 10, "Căn cước và giấy tờ về chỗ ở hợp pháp", "Citizen identity card and proof of lawful residence"),
			service("DD", "Đất đai", "Land", "D", 18, "Giấy chứng nhận quyền sử dụng đất, căn cước", "Land use right certificate, citizen identity card"),
			service("LD", "Lao động - Xã hội", "Labor and social affairs", "E", 12, "", ""),
			service("YT", "Y tế", "Health", "F", 9, "", ""),
			service("GD", "Giáo dục", "Education", "G", 9, "", ""),
			service("KD", "Kinh doanh", "Business", "H", 14, "Căn cước của chủ hộ kinh doanh", "Citizen identity card of the business owner"),
			service("XD", "Xây dựng", "Construction", "K", 16, "Bản vẽ và giấy tờ về đất", "Drawings and land papers"),
			service("MT", "Môi trường", "Environment", "L", 12, "", ""),
			service("NCC", "Người có công", "People with meritorious service", "M", 12, "", ""),
		},
		Counters: []center.Counter{
			counter("1", "Hộ tịch - Chứng thực", "Civil status - Certification", ward, "HT", "CT"),
			counter("2", "Chứng thực", "Certification", ward, "CT", "HT"),
			counter("3", "Cư trú", "Residence", "Công an phường", "CU"),
			counter("4", "Đất đai - Môi trường", "Land - Environment", "Chi nhánh Văn phòng đăng ký đất đai", "DD", "MT"),
			counter("5", "Xây dựng - Đất đai", "Construction - Land", ward, "XD", "DD"),
			counter("6", "Kinh doanh", "Business", ward, "KD"),
			counter("7", "Lao động - Xã hội - Người có công", "Labor and social affairs - Meritorious service", ward, "LD", "NCC"),
			counter("8", "Y tế - Giáo dục", "Health - Education", ward, "YT", "GD"),
		},
		Kiosks:   []center.Kiosk{{ID: "K1", Printer: "P1", Diagonal: 21.5, Speaker: "default"}, {ID: "K2", Printer: "P2", Diagonal: 21.5}},
		Printers: []center.Printer{{ID: "P1", Address: "tcp://192.168.1.21:9100", Dots: 576, Roll: 80}, {ID: "P2", Address: "tcp://192.168.1.22:9100", Dots: 576, Roll: 80}},
		Displays: []center.Display{{ID: "D1", Diagonal: 55, Distance: 8}, {ID: "D2", Counter: "1", Diagonal: 15.6, Distance: 4}},
		Voices:   []center.Voice{{ID: "V1", Languages: []i18n.Lang{i18n.VI}, Region: "south", Reads: "digits", Repeat: 1, Chime: true, Volume: 100}},
		Buses:    []center.Bus{{ID: "B1", Port: "/dev/serial/by-id/usb-motcua-bus-1", Baud: 19200, Parity: "even"}},
		Units:    []center.Unit{{ID: "N1", Counter: "2", Bus: "B1", Driver: "motcua", Address: 1, Digits: 4}},
		Lamps:    []center.Lamp{{ID: "L1", Counter: "1", Pin: "GPIO17", Shows: "called"}},
	}
	c.SelfTest.Before = ptr(30)
	c.Phone.Walk = 5
	c.Questionnaires = []center.Questionnaire{center.UsualQuestionnaire()}
	c.Services[1].Purposes = []center.Purpose{center.Submit, center.Collect, center.Advice, center.OnlineHelp, center.Fee}
	for _, n := range []center.CounterID{"1", "2", "3", "4", "5", "6", "7", "8"} {
		c.Tablets = append(c.Tablets, center.Tablet{ID: center.DeviceID("T" + n), Counter: n})
	}
	return c
}

func ptr[T any](v T) *T { return &v }
