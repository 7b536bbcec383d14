package controller

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"motcua/internal/health"
	"motcua/internal/queue"
	"motcua/internal/wire"
)

var (
	descBuild   = prometheus.NewDesc("motcua_build_info", "Version of the program.", []string{"version"}, nil)
	descHead    = prometheus.NewDesc("motcua_log_head", "Last sequence of the log.", nil, nil)
	descAcked   = prometheus.NewDesc("motcua_uplink_acked", "Sequence up to which the province has confirmed.", nil, nil)
	descUplink  = prometheus.NewDesc("motcua_uplink_connected", "1 while the province link is connected.", nil, nil)
	descReady   = prometheus.NewDesc("motcua_ready", "1 while events can be stored.", nil, nil)
	descIssued  = prometheus.NewDesc("motcua_tickets_issued_today", "Tickets issued in the current service day.", []string{"service"}, nil)
	descWaiting = prometheus.NewDesc("motcua_queue_length", "Tickets waiting now.", []string{"service"}, nil)
	descLongest = prometheus.NewDesc("motcua_queue_longest_seconds", "Longest wait of a ticket waiting now.", []string{"service"}, nil)
	descDevice  = prometheus.NewDesc("motcua_device_up", "1 while a device is present and was heard of in the last two minutes.", []string{"device", "kind"}, nil)
	descCount   = prometheus.NewDesc("motcua_device_count", "What a device's driver counts, as it last said: names ending in _us are microseconds, in _s seconds, in _pct percent; the rest are numbers since the bridge started. Of a bus: polls, retries, timeouts, garbled frames, units and of these dead ones, poll_us of a mean poll and scan_us of a whole round.", []string{"device", "kind", "count"}, nil)
	descPaper   = prometheus.NewDesc("motcua_paper_left_millimeters", "Estimated paper left on the roll of a printer.", []string{"device"}, nil)
	descTest    = prometheus.NewDesc("motcua_selftest_ok", "1 when the last self-test of the day found everything good, absent while there was none.", nil, nil)
	descNotices = prometheus.NewDesc("motcua_notices_today", "Messages to citizens in the current service day: claimed ones are on their way.", []string{"channel", "state"}, nil)
	descChannel = prometheus.NewDesc("motcua_notice_channel_up", "1 while nothing is wrong with a channel that is configured.", []string{"channel"}, nil)
	descStreams = prometheus.NewDesc("motcua_streams_open", "Event streams that are being followed.", nil, nil)
	descTrouble = prometheus.NewDesc("motcua_conditions", "Known troubles beside the devices.", []string{"severity"}, nil)
	descWithin  = prometheus.NewDesc("motcua_within_promise_ratio", "Share of the legs of the current service day answered within 15 minutes, absent while there are none.", nil, nil)
	descCounter = prometheus.NewDesc("motcua_counters", "Counters by what they do now.", []string{"state"}, nil)
	descWhole   = prometheus.NewDesc("motcua_log_whole", "1 when the newest verification found nothing wrong in the log, absent before the first.", nil, nil)
	descLooked  = prometheus.NewDesc("motcua_log_verified_timestamp_seconds", "When the newest verification of the log ended.", nil, nil)
	descHook    = prometheus.NewDesc("motcua_hook_up", "1 while the newest delivery to a web hook was taken.", []string{"hook"}, nil)
	descBehind  = prometheus.NewDesc("motcua_hook_behind", "Entries that a web hook has not been told yet.", []string{"hook"}, nil)
	descPower   = prometheus.NewDesc("motcua_on_battery", "1 while the center runs on its battery.", nil, nil)
)

// collector reads the live state whenever it is scraped. No label names a person or a ticket.
type collector struct{ c *Controller }

func (m collector) Describe(ch chan<- *prometheus.Desc) { prometheus.DescribeByCollect(m, ch) }

func (m collector) Collect(ch chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	b := m.c.engine.board()
	today := view(m.c.engine, func(s *state, now queue.Moment) wire.Today { return s.today(now) })
	gauge(descBuild, 1, m.c.opts.Version)
	gauge(descHead, float64(m.c.engine.hub.last()))
	gauge(descReady, flag(view(m.c.engine, func(*state, queue.Moment) string { return m.c.engine.unstored() }) == ""))
	if m.c.link != nil {
		s := m.c.link.Status()
		gauge(descAcked, float64(s.Acked))
		gauge(descUplink, flag(s.Connected))
	}
	for _, q := range b.Waiting {
		gauge(descWaiting, float64(q.Waiting), string(q.Service))
		gauge(descLongest, float64(q.LongestS), string(q.Service))
	}
	for _, s := range today.Services {
		gauge(descIssued, float64(s.Issued), string(s.Service))
	}
	for _, d := range b.Devices {
		alive := d.State == wire.Present && d.At != nil && b.At.Sub(*d.At).Abs() <= heard
		gauge(descDevice, flag(alive), string(d.Device), d.Kind)
		for name, n := range d.Counts {
			gauge(descCount, float64(n), string(d.Device), d.Kind, name)
		}
		if d.Paper != nil {
			gauge(descPaper, float64(d.Paper.LeftMM), string(d.Device))
		}
	}
	m.notices(gauge)
	m.health(gauge)
	m.floor(gauge, b, today)
	gauge(descPower, flag(b.Power != nil))
	if b.SelfTest != nil && !b.SelfTest.Running {
		gauge(descTest, flag(b.SelfTest.OK))
	}
}

// notices counts what citizens were told today, and says which channels work.
func (m collector) notices(gauge func(*prometheus.Desc, float64, ...string)) {
	counts := map[[2]string]int{}
	for _, n := range view(m.c.engine, func(s *state, _ queue.Moment) []wire.BookedNotice { return s.noticesView() }) {
		counts[[2]string{n.Channel, n.State}]++
	}
	for _, channel := range m.c.site().Notices.Channels() {
		for _, state := range []string{"claimed", "sent", "failed"} {
			gauge(descNotices, float64(counts[[2]string{channel, state}]), channel, state)
		}
		gauge(descChannel, flag(!m.c.posting.troubled(channel)), channel)
	}
}

// health says what is wrong, and how the newest verification went.
func (m collector) health(gauge func(*prometheus.Desc, float64, ...string)) {
	counts := map[health.Severity]int{}
	for _, c := range m.c.conditions() {
		counts[c.Severity]++
	}
	for _, s := range []health.Severity{health.Notice, health.Warning, health.Fault} {
		gauge(descTrouble, float64(counts[s]), string(s))
	}
	if v := m.c.verify.now(); v.Ended != nil {
		gauge(descWhole, flag(v.State == wire.VerifyGood))
		gauge(descLooked, float64(v.Ended.Unix()))
	}
	for _, h := range m.c.hooks.list().Hooks {
		gauge(descHook, flag(h.OK), h.ID)
		gauge(descBehind, float64(h.Behind), h.ID)
	}
	gauge(descStreams, float64(m.c.streams.total()))
}

// floor says what the counters do, and how the promise of 15 minutes is kept.
func (m collector) floor(gauge func(*prometheus.Desc, float64, ...string), b wire.Board, today wire.Today) {
	counts := map[string]int{}
	for _, x := range b.Counters {
		counts[x.State]++
	}
	for _, state := range []string{wire.Open, wire.Paused, wire.WrapUp, wire.Closed} {
		gauge(descCounter, float64(counts[state]), state)
	}
	if n := today.Legs + today.LeftAfter; n > 0 {
		gauge(descWithin, float64(today.Within15)/float64(n))
	}
}

func flag(ok bool) float64 {
	if ok {
		return 1
	}
	return 0
}

func (c *Controller) metrics() http.Handler {
	reg := prometheus.NewRegistry()
	c.meters.register(reg)
	reg.MustRegister(collector{c}, prometheus.NewGoCollector(), prometheus.NewProcessCollector(prometheus.ProcessCollectorOpts{}))
	return promhttp.HandlerFor(reg, promhttp.HandlerOpts{MaxRequestsInFlight: 2})
}

// total is how many streams are open.
func (s *streams) total() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, open := range s.open {
		n += open
	}
	return n
}
