package kit

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"
)

const (
	ticks           = 30   // a second: enough for a finger, and idle costs next to nothing
	defaultDiagonal = 21.5 // inches, where nothing is configured
	armsLength      = 0.6  // meters
)

// App is a screen program: a state and its view. All methods are called from
// one goroutine.
type App interface {
	// Tick takes what has arrived until now and the targets pressed since the
	// last tick; it tells whether the screen changed.
	Tick(now time.Time, pressed []string) bool
	// View lays the state out. held is the target that looks pressed.
	View(g Geometry, fonts *Fonts, held string) *Scene
	// Status says what View last showed, for tests and measurements.
	Status() Status
	// Drawn is called when the last view has been presented.
	Drawn(now time.Time)
}

// Status is what a screen shows, told to whoever watches it from outside: the
// page that hosts it and tests. It holds nothing that is not on the screen.
type Status struct {
	Screen string `json:"screen"`           // which screen of the program
	Number string `json:"number,omitempty"` // the ticket number shown largest
	Detail string `json:"detail,omitempty"` // outcome of printing, counter state
	Lang   string `json:"lang"`
	Seq    int64  `json:"seq"`              // of the log: what is shown was true there
	Moving bool   `json:"moving,omitempty"` // something fades or pulses still
	Held   string `json:"held,omitempty"`   // the target that looks pressed
	Focus  string `json:"focus,omitempty"`  // the target that the pad would press
}

// Options say how a screen program runs.
type Options struct {
	Title    string
	Diagonal float64 // inches; 0: 21.5
	Distance float64 // meters from which the screen is read; 0: 0.6
	Pointer  bool    // show the mouse pointer
	Window   [2]int  // width and height in pixels of a window; zero: full screen
	Monitor  int     // on which to be full screen, the first being 0
	Log      *slog.Logger

	// OnFrame is called after each frame that was presented, with what it shows. It may be nil.
	OnFrame func(Status, []Target)
}

// game adapts an App to Ebitengine.
type game struct {
	app   App
	opts  Options
	done  <-chan struct{}
	fonts *Fonts

	geometry Geometry
	presser  Presser
	scanner  Scanner
	focus    Focus
	signs    []rune // typed since the last tick
	touch    ebiten.TouchID
	touching bool
	held     string
	looks    string // what the newest frame shows as held
	scene    *Scene
	dirty    bool
	painted  bool // a frame is on its way to the screen
	frames   int

	shown struct { // what the last frame showed, for the page around us
		sync.Mutex
		status  Status
		targets []Target
	}
}

// Run shows app until ctx ends or the window system goes away. It must be
// called from the main goroutine and only once in a process: so Ebitengine
// demands. Without a window system it fails at once.
func Run(ctx context.Context, app App, opts Options) error {
	f, err := NewFonts()
	if err != nil {
		return err
	}
	debug.SetGCPercent(25) // a screen makes little garbage, and a box with 2 GB runs several
	g := &game{app: app, opts: opts, done: ctx.Done(), fonts: f, dirty: true}
	ebiten.SetWindowTitle(opts.Title)
	ebiten.SetTPS(ticks)
	ebiten.SetScreenClearedEveryFrame(false)
	ebiten.SetRunnableOnUnfocused(true)
	ebiten.SetWindowClosingHandled(true)
	switch {
	case runtime.GOOS == "js": // the canvas fills the page
	case opts.Window[0] > 0:
		ebiten.SetWindowSize(opts.Window[0], opts.Window[1])
	default:
		ebiten.SetWindowDecorated(false)
		if monitors := ebiten.AppendMonitors(nil); opts.Monitor > 0 && opts.Monitor < len(monitors) {
			ebiten.SetMonitor(monitors[opts.Monitor])
		}
		ebiten.SetFullscreen(true)
	}
	if !opts.Pointer {
		ebiten.SetCursorMode(ebiten.CursorModeHidden)
	}
	defer g.expose()()
	err = ebiten.RunGameWithOptions(g, &ebiten.RunGameOptions{X11ClassName: "motcua", X11InstanceName: opts.Title})
	if err != nil && !errors.Is(err, ebiten.Termination) {
		return err
	}
	return ctx.Err()
}

// Update is one tick.
func (g *game) Update() error {
	select {
	case <-g.done:
		return ebiten.Termination
	default:
	}
	now := time.Now()
	g.keys(now)
	pressed := append(g.presses(now), g.pad(now)...)
	if g.app.Tick(now, pressed) {
		g.dirty = true
	}
	return nil
}

// presses reads the pointer. A touch screen on Linux arrives as the mouse; real touches come in browsers.
func (g *game) presses(now time.Time) (pressed []string) {
	if g.scene == nil {
		return nil
	}
	x, y := ebiten.CursorPosition()
	down := inpututil.IsMouseButtonJustPressed(ebiten.MouseButtonLeft)
	up := inpututil.IsMouseButtonJustReleased(ebiten.MouseButtonLeft)
	if began := inpututil.AppendJustPressedTouchIDs(nil); len(began) > 0 && !g.touching {
		g.touch, g.touching, down = began[0], true, true
	}
	if g.touching {
		x, y = ebiten.TouchPosition(g.touch)
		if inpututil.IsTouchJustReleased(g.touch) {
			x, y = inpututil.TouchPositionInPreviousTick(g.touch)
			g.touching, up = false, true
		}
	}
	target := g.scene.at(float64(x), float64(y))
	id := target.ID
	if down {
		g.presser.Down(id)
	}
	if up && g.presser.Up(id, now) && !target.Hold {
		pressed = append(pressed, id)
	}
	if target.Hold && g.presser.Long(id, now) {
		pressed = append(pressed, HeldPrefix+id)
	}
	if held := g.presser.Held(id); held != g.held {
		g.held, g.dirty = held, true
	}
	return pressed
}

// Draw paints when something changed and otherwise leaves the last frame alone.
func (g *game) Draw(screen *ebiten.Image) {
	if g.painted { // the frame before has been presented by now
		g.painted = false
		g.tell()
	}
	b := screen.Bounds()
	geometry := NewGeometry(b.Dx(), b.Dy(), cmp.Or(g.opts.Diagonal, defaultDiagonal), cmp.Or(g.opts.Distance, armsLength))
	if geometry != g.geometry {
		g.geometry, g.dirty = geometry, true
	}
	if !g.dirty {
		return
	}
	g.dirty, g.painted = false, true
	g.scene, g.looks = g.app.View(geometry, g.fonts, g.held), g.held
	g.guide()
	g.scene.Paint(screen)
	if g.frames++; g.frames == 2 {
		go g.settle()
	}
	if g.opts.Log != nil && len(g.scene.Cut) > 0 {
		g.opts.Log.Warn("text does not fit the screen", "texts", len(g.scene.Cut), "screen", g.app.Status().Screen)
	}
}

// settle gives back what only starting up has needed: it leaves more garbage than a day of work.
func (g *game) settle() {
	debug.FreeOSMemory()
	if err := release(); err != nil && g.opts.Log != nil {
		g.opts.Log.Warn("memory not given back", "err", err)
	}
}

// tell lets everybody know what the frame that was just presented shows.
func (g *game) tell() {
	g.app.Drawn(time.Now())
	g.shown.Lock()
	g.shown.status, g.shown.targets = g.app.Status(), g.scene.Targets
	g.shown.status.Held = g.looks
	if app, ok := g.app.(Guided); ok && app.Guiding() {
		g.shown.status.Focus = g.focus.id
	}
	g.shown.Unlock()
	if g.opts.OnFrame != nil {
		g.opts.OnFrame(g.shown.status, g.shown.targets)
	}
}

// Layout is never called: LayoutF is.
func (g *game) Layout(w, h int) (int, int) { return w, h }

// LayoutF keeps one screen pixel one pixel of the scene.
func (g *game) LayoutF(w, h float64) (float64, float64) {
	scale := ebiten.Monitor().DeviceScaleFactor()
	return w * scale, h * scale
}
