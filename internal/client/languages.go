package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"motcua/internal/center"
	"motcua/internal/fault"
	"motcua/internal/i18n"
	"motcua/internal/wire"
)

const maxFont = 16 << 20 // bytes

// Packs asks which language packs the center offers, and which files it refuses.
func (c *Client) Packs(ctx context.Context) (a wire.Packs, err error) {
	return a, c.call(ctx, "GET", "/packs", "", nil, &a)
}

// Pack returns the file of a language pack.
func (c *Client) Pack(ctx context.Context, lang i18n.Lang) ([]byte, error) {
	return c.file(ctx, "/packs/"+url.PathEscape(string(lang)), i18n.MaxPack)
}

// PackFont returns the font that a pack's letters need.
func (c *Client) PackFont(ctx context.Context, lang i18n.Lang) ([]byte, error) {
	return c.file(ctx, "/packs/"+url.PathEscape(string(lang))+"/font", maxFont)
}

// file reads an answer of at most so many bytes as it is.
func (c *Client) file(ctx context.Context, path string, most int64) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/api/v1"+path, nil)
	if err != nil {
		return nil, err
	}
	resp, err := c.send(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err == nil && int64(len(raw)) > most {
		err = fmt.Errorf("more than %d bytes", most)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "controller-away")
	}
	return raw, nil
}

// Languages keeps the packs of this process as the controller offers them. It
// is not safe for concurrent use.
type Languages struct {
	c     *Client
	state string
	packs map[string]*i18n.Pack // by the mark of their bytes
	fonts map[string][]byte     // likewise
}

// Languages returns what keeps a screen's languages current.
func (c *Client) Languages() *Languages { return &Languages{c: c} }

// Update installs the packs of an answer to GET /services. It tells whether
// anything changed, and then returns the fonts that the packs need beside the
// program's own. After an error what was installed stays, and the next Update
// tries again.
func (l *Languages) Update(ctx context.Context, s wire.Services) (fonts [][]byte, changed bool, err error) {
	state := stateOf(s)
	if state == l.state {
		return nil, false, nil
	}
	packs, kept, names := map[string]*i18n.Pack{}, map[string][]byte{}, map[string]string{}
	var all []*i18n.Pack
	for _, x := range s.Languages {
		if x.SHA256 == "" {
			continue
		}
		p, err := l.pack(ctx, x)
		if err != nil {
			return nil, false, err
		}
		if x.Font != "" {
			if kept[x.Font], err = l.font(ctx, x); err != nil {
				return nil, false, err
			}
			fonts = append(fonts, kept[x.Font])
		}
		packs[x.SHA256], all = p, append(all, p)
	}
	for _, x := range s.Services {
		names[string(x.Code)] = x.Name.VI
	}
	i18n.Install(all, names)
	l.state, l.packs, l.fonts = state, packs, kept
	return fonts, true, nil
}

// stateOf is what an answer says of languages and of the names they translate.
func stateOf(s wire.Services) string {
	var b strings.Builder
	packs := false
	for _, x := range s.Languages {
		packs = packs || x.SHA256 != ""
		fmt.Fprintln(&b, x.SHA256, x.Font)
	}
	if !packs {
		return ""
	}
	names := func(all []center.Service) {
		for _, x := range all {
			fmt.Fprintf(&b, "%s %q\n", x.Code, x.Name.VI)
		}
	}
	names(s.Services)
	return b.String()
}

func (l *Languages) pack(ctx context.Context, x wire.Language) (*i18n.Pack, error) {
	if p := l.packs[x.SHA256]; p != nil {
		return p, nil
	}
	raw, err := l.c.Pack(ctx, x.Code)
	if err != nil {
		return nil, err
	}
	p, err := i18n.SalvagePack(raw) // the controller has looked at it, and may be of another version
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "controller-away")
	}
	return p, nil
}

func (l *Languages) font(ctx context.Context, x wire.Language) ([]byte, error) {
	if f := l.fonts[x.Font]; f != nil {
		return f, nil
	}
	return l.c.PackFont(ctx, x.Code)
}
