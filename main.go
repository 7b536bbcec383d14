// Command motcua is everything a one-stop center needs, in one program: the
// controller that owns the log, kiosks, displays, the bridge to the hardware,
// the tablet survey, the provincial side, and a demo of all of it. Each part is
// a sub-command, and on the appliance a unit of its own.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/alecthomas/kong"

	"motcua/internal/app"
	"motcua/internal/i18n"
)

// exitUsage is the exit status of a command line that cannot be understood.
const exitUsage = 2

type commands struct {
	Demo       demoCommand       `cmd:"" help:"Run a whole center on this machine, with simulated devices and people."`
	Controller controllerCommand `cmd:"" help:"Run the controller of a center."`
	Kiosk      kioskCommand      `cmd:"" help:"Run the touch screen at which citizens take a number."`
	Display    displayCommand    `cmd:"" help:"Run a hall or counter display."`
	Voice      voiceCommand      `cmd:"" help:"Speak the calls of the hall."`
	Bridge     struct {
		Run    bridgeCommand `cmd:"" default:"withargs" help:"Drive the center's printers, counter units, lamps and scanners."`
		Scan   scanCommand   `cmd:"" help:"Find what is plugged in and write the configuration for it."`
		Accept acceptCommand `cmd:"" help:"Check a real device, with your hands and eyes, against what it must do."`
	} `cmd:"" help:"The bridge to printers, counter units, lamps and scanners."`
	Survey    surveyCommand   `cmd:"" help:"Serve the tablet page of one counter."`
	Province  provinceCommand `cmd:"" help:"Run the provincial side: broker, store and page."`
	Provision struct {
		Init initCommand `cmd:"" help:"Write a working configuration, keys and tokens for a new center."`
	} `cmd:"" help:"Set a center up."`
	Slip     slipCommand     `cmd:"" help:"Slips of paper."`
	Pack     packCommand     `cmd:"" help:"Language packs for citizens."`
	Check    checkCommand    `cmd:"" help:"Say what is wrong with a configuration and how to mend it."`
	Verify   verifyCommand   `cmd:"" help:"Recompute the hash chain of a log."`
	Simulate simulateCommand `cmd:"" help:"Play a scenario through the rules of calling and say what people wait."`
	Predict  predictCommand  `cmd:"" help:"Measure on a log of tickets how well waits are predicted."`
	Version  versionCommand  `cmd:"" help:"Say which program this is."`
}

// program is what every command needs.
type program struct {
	ctx  context.Context
	log  *slog.Logger
	lang i18n.Lang
}

func main() {
	ctx, stop := app.Context()
	status := run(ctx, os.Args[1:])
	stop()
	os.Exit(status)
}

// run runs one command line and returns the exit status: 0 done, 1 failed, 2
// usage, 78 configuration.
func run(ctx context.Context, args []string) int {
	var c commands
	parser := kong.Must(&c, kong.Name("motcua"), kong.UsageOnError(),
		kong.Description("Queue, displays, devices and survey of a one-stop center (một cửa)."))
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(os.Stderr, "motcua: %v\nmotcua --help lists the commands.\n", err)
		return exitUsage
	}
	p := &program{ctx: ctx, log: app.NewLog(os.Stderr, slog.LevelInfo), lang: app.Lang()}
	if err := parsed.Run(p); err != nil && !(ctx.Err() != nil && errors.Is(err, context.Canceled)) {
		for _, s := range app.Sentences(p.lang, err) {
			fmt.Fprintln(os.Stderr, "motcua: "+s)
		}
		return app.ExitStatus(err)
	}
	return app.ExitDone
}

type versionCommand struct {
	JSON bool `help:"Print as JSON."`
}

func (c *versionCommand) Run() error {
	v := app.NewVersion()
	if !c.JSON {
		fmt.Println(v)
		return nil
	}
	return json.NewEncoder(os.Stdout).Encode(v)
}

// built is when the program was made, the zero time where that is not known. A
// wall clock before it cannot be right.
func built() time.Time {
	t, err := time.Parse(time.RFC3339, app.NewVersion().Time)
	if err != nil {
		return time.Time{}
	}
	return t
}
