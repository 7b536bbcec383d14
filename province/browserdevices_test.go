package province

import (
	"net/http/httptest"
	"testing"

	"motcua/internal/wire"
)

// TestDevicesLive watches a repaired printer come back without a reload, and what is unfolded stay so.
func TestDevicesLive(t *testing.T) {
	b := newTab(t)
	p := deviceProvince(t)
	recount(t, p, "h19-26-1", lived)
	server := httptest.NewServer(p.Handler())
	t.Cleanup(server.Close)

	b.open(server.URL+"/province/points/h19-26-1", 1366, 768)
	b.until("the printer is out of paper", "document.querySelector('.sites').innerText.includes('P1-11')")
	b.shot("troubled")
	b.until("unfolded", "(document.querySelector('#passed summary').click(), document.getElementById('passed').open)")
	snap := troubled(pageNow)
	snap.Devices[2] = then(pageNow).works(wire.DeviceStatus{Device: "P1", Kind: "printer", Kiosk: "K1"})
	hear(t, p, "h19-26-1", pageNow, map[string][]byte{wire.TopicSnap: encode(snap)})
	b.until("it works again", "!document.querySelector('.sites').innerText.includes('P1-11')")
	b.until("what was unfolded still is", "document.getElementById('passed').open")

	for name, path := range map[string]string{"devices": "/province/?sort=devices", "old": "/province/points/h19-28?lang=en"} {
		b.open(server.URL+path, 1366, 768)
		b.until(name+" fits a desk's screen", "document.querySelector('.scroll').scrollWidth <= document.querySelector('.scroll').clientWidth")
		b.shot(name)
		b.open(server.URL+path, 320, 640)
		b.until(name+" is no wider than a small screen", "document.documentElement.scrollWidth <= innerWidth")
		b.shot(name + ".small")
	}
}
