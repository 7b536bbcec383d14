// Package kittest runs native screens in tests: a test starts its own binary
// again as the screen, since Ebitengine wants the main goroutine and runs once
// a process, under an X server of its own.
package kittest

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"motcua/internal/ui/kit"
)

const variable = "MOTCUA_TEST_SCREEN"

// patience is how long a screen may take to show what a test waits for, on a busy machine.
const patience = 60 * time.Second

// rescan is how long a scanned code may take to be shown before it is scanned again.
const rescan = 5 * time.Second

// Main is for TestMain: it runs the tests, or in a process that Start started
// the program of that name, on the main goroutine.
func Main(m *testing.M, programs map[string]func(ctx context.Context) error) {
	name := os.Getenv(variable)
	if name == "" {
		os.Exit(m.Run())
	}
	run, ok := programs[name]
	if !ok {
		fmt.Fprintln(os.Stderr, "no screen program", name)
		os.Exit(2)
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() { // the test closes our standard input to end us
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	if err := run(ctx); err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// Frame is what a painted frame showed.
type Frame struct {
	Status  kit.Status
	Targets []kit.Target
}

// OnFrame tells the test that started this process what each frame shows; give it to kit.Options.
func OnFrame(s kit.Status, targets []kit.Target) {
	raw, err := json.Marshal(Frame{s, targets})
	if err == nil {
		fmt.Printf("%s\n", raw)
	}
}

// Need finds a program of Debian. Without it the test is skipped, and fails where CI is set.
func Need(t testing.TB, program, pack string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is missing: apt-get install %s", program, pack)
		}
		t.Skipf("%s is missing: apt-get install %s", program, pack)
	}
	return path
}

// X starts an X server with one screen of w by h pixels and returns its DISPLAY. It ends with the test.
func X(t testing.TB, w, h int) string {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	cmd := exec.Command(Need(t, "Xvfb", "xvfb"), "-displayfd", "3", "-screen", "0", fmt.Sprintf("%dx%dx24", w, h), "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{write}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	write.Close()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb said no display: %v", err)
	}
	return ":" + strings.TrimSpace(line)
}

// Screen is a native screen in a process of its own.
type Screen struct {
	t       testing.TB
	display string
	env     []string
	cmd     *exec.Cmd
	in      io.Closer // closing it ends the process

	press time.Time // the last one
	mu    sync.Mutex
	last  Frame
	at    time.Time // when it came
	all   int
	felt  []time.Duration
	ended chan struct{}
}

// Start runs the program of that name, see Main, on a display of its own with these environment variables. It ends with the test.
func Start(t testing.TB, name string, w, h int, env ...string) *Screen {
	t.Helper()
	s := &Screen{t: t, display: X(t, w, h), env: append(env, variable+"="+name)}
	s.launch()
	t.Cleanup(func() {
		s.in.Close()
		timer := time.AfterFunc(patience, func() { _ = s.cmd.Process.Kill() })
		<-s.ended
		timer.Stop()
		if err := s.cmd.Wait(); err != nil {
			t.Errorf("screen %s ended with %v", name, err)
		}
	})
	return s
}

func (s *Screen) launch() {
	s.t.Helper()
	s.cmd, s.ended = exec.Command(os.Args[0]), make(chan struct{})
	s.cmd.Env = append(os.Environ(), append(s.env, "DISPLAY="+s.display, "LIBGL_ALWAYS_SOFTWARE=1")...)
	s.cmd.Stderr = os.Stderr
	var err error
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		s.t.Fatal(err)
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	go s.read(out, s.ended)
}

// Again kills the screen's process as a power cut would, starts it anew, and
// tells how long it took until a frame showed what ok accepts.
func (s *Screen) Again(what string, ok func(Frame) bool) time.Duration {
	s.t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	<-s.ended
	_ = s.cmd.Wait() // it was killed
	s.in.Close()
	s.mu.Lock()
	s.last, s.all = Frame{}, 0
	s.mu.Unlock()
	began := time.Now()
	s.launch()
	s.Wait(what, ok)
	return time.Since(began)
}

func (s *Screen) read(out io.Reader, ended chan<- struct{}) {
	defer close(ended)
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var f Frame
		if json.Unmarshal(lines.Bytes(), &f) == nil {
			s.mu.Lock()
			s.last, s.at, s.all = f, time.Now(), s.all+1
			s.mu.Unlock()
		}
	}
}

// Frame returns what the last frame showed, and how many were painted.
func (s *Screen) Frame() (Frame, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last, s.all
}

// Wait waits for a frame that shows what ok accepts and returns it.
func (s *Screen) Wait(what string, ok func(Frame) bool) Frame {
	s.t.Helper()
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		if f, n := s.Frame(); n > 0 && ok(f) {
			return f
		}
		select {
		case <-s.ended:
			s.t.Fatalf("the screen ended while waiting for %s", what)
		case <-time.After(20 * time.Millisecond):
		}
	}
	f, _ := s.Frame()
	s.t.Fatalf("no frame showed %s; the last: %+v", what, f.Status)
	return Frame{}
}

// Press clicks the middle of a target with the real pointer, once a frame shows it.
func (s *Screen) Press(id string) {
	s.t.Helper()
	f := s.Wait("target "+id, func(f Frame) bool { _, ok := Find(f, id); return ok })
	r, _ := Find(f, id)
	time.Sleep(time.Until(s.press.Add(kit.Debounce + 100*time.Millisecond))) // a person is no faster, and the screen ignores who is
	x, y := strconv.Itoa(int(r.X+r.W/2)), strconv.Itoa(int(r.Y+r.H/2))
	s.xdotool("mousemove", x, y)
	down := time.Now()
	s.xdotool("mousedown", "1")
	s.Wait(id+" held", func(f Frame) bool { return f.Status.Held == id })
	s.mu.Lock()
	s.felt = append(s.felt, s.at.Sub(down))
	s.mu.Unlock()
	s.xdotool("mouseup", "1")
	s.Wait(id+" released", func(f Frame) bool { return f.Status.Held == "" })
	s.press = time.Now()
}

// Feedback returns how long each press took, from before the pointer went down
// until the screen had shown that it did.
func (s *Screen) Feedback() []time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.felt)
}

// Hold keeps the real pointer down on a target until the screen has had enough of it.
func (s *Screen) Hold(id string) {
	s.t.Helper()
	f := s.Wait("target "+id, func(f Frame) bool { _, ok := Find(f, id); return ok })
	r, _ := Find(f, id)
	s.xdotool("mousemove", strconv.Itoa(int(r.X+r.W/2)), strconv.Itoa(int(r.Y+r.H/2)), "mousedown", "1")
	s.Wait(id+" held", func(f Frame) bool { return f.Status.Held == id })
	s.Wait(id+" held long enough", func(f Frame) bool { return f.Status.Held == "" })
	s.xdotool("mouseup", "1")
	s.press = time.Now()
}

// Key presses a key of the keyboard, as X names it, for as long as a finger does.
func (s *Screen) Key(name string) {
	s.t.Helper()
	time.Sleep(time.Until(s.press.Add(kit.Debounce + 100*time.Millisecond)))
	s.xdotool("keydown", name, "sleep", "0.12", "keyup", name)
	s.press = time.Now()
}

// Scan types a code as a scanner does that is a keyboard, at once and with
// Enter, until a frame shows what ok accepts: a busy machine may type too slowly
// to be taken for a scanner, and then a person scans again.
func (s *Screen) Scan(code string, ok func(Frame) bool) {
	s.t.Helper()
	s.Wait("its first frame", func(Frame) bool { return true })
	for range 5 {
		s.xdotool("type", "--delay", "1", code)
		s.xdotool("key", "Return")
		for deadline := time.Now().Add(rescan); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
			if f, _ := s.Frame(); ok(f) {
				return
			}
		}
	}
	f, _ := s.Frame()
	s.t.Fatalf("no frame showed what was scanned; the last: %+v", f.Status)
}

func (s *Screen) xdotool(args ...string) {
	s.t.Helper()
	cmd := exec.Command(Need(s.t, "xdotool", "xdotool"), args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display)
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("xdotool: %v: %s", err, out)
	}
}

// Find returns where a target is in a frame.
func Find(f Frame, id string) (kit.Rect, bool) {
	for _, t := range f.Targets {
		if t.ID == id {
			return t.Rect, true
		}
	}
	return kit.Rect{}, false
}

// Pid is the process of the screen.
func (s *Screen) Pid() int { return s.cmd.Process.Pid }

// Resident returns the resident memory of the screen's process, in bytes.
func (s *Screen) Resident() int64 {
	s.t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", s.cmd.Process.Pid))
	if err != nil {
		s.t.Fatal(err)
	}
	var size, resident int64
	if _, err := fmt.Sscan(string(raw), &size, &resident); err != nil {
		s.t.Fatal(err)
	}
	return resident * int64(os.Getpagesize())
}

// Shot writes a picture of the whole X screen to dir/name.png, once nothing on it moves.
func (s *Screen) Shot(dir, name string) {
	s.t.Helper()
	s.Wait("rest", func(f Frame) bool { return !f.Status.Moving })
	cmd := exec.Command(Need(s.t, "import", "imagemagick"), "-display", s.display, "-window", "root", filepath.Join(dir, name+".png"))
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("import: %v: %s", err, out)
	}
}

// Pictures returns where a test leaves its pictures: MOTCUA_PICTURES, or a folder that go test keeps on -artifacts.
func Pictures(t testing.TB) string {
	if dir := os.Getenv("MOTCUA_PICTURES"); dir != "" {
		return dir
	}
	return t.ArtifactDir()
}

// Gallery is a screen program that paints scenes off screen into dir/NAME.png and ends.
func Gallery(dir string, scenes func(*kit.Fonts) map[string]*kit.Scene) error {
	fonts, err := kit.NewFonts()
	if err != nil {
		return err
	}
	return ebiten.RunGame(&gallery{dir: dir, scenes: scenes(fonts)})
}

type gallery struct {
	dir    string
	scenes map[string]*kit.Scene
}

func (g *gallery) Draw(*ebiten.Image)         {}
func (g *gallery) Layout(w, h int) (int, int) { return w, h }

func (g *gallery) Update() error {
	for name, s := range g.scenes {
		if err := picture(filepath.Join(g.dir, name+".png"), s); err != nil {
			return err
		}
	}
	return ebiten.Termination
}

func picture(path string, s *kit.Scene) error {
	img := ebiten.NewImage(int(s.Geometry.W), int(s.Geometry.H))
	defer img.Deallocate()
	s.Paint(img)
	flat := image.NewRGBA(img.Bounds()) // read at once: pixel by pixel takes a second
	img.ReadPixels(flat.Pix)
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(f, flat); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// Paint runs a screen program that ends by itself, such as Gallery, and waits for it.
func Paint(t testing.TB, name string, env ...string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), append(env, variable+"="+name, "DISPLAY="+X(t, 320, 240), "LIBGL_ALWAYS_SOFTWARE=1")...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("screen program %s: %v: %s", name, err, out)
	}
}
