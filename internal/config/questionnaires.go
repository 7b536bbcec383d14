package config

import (
	"slices"

	"motcua/internal/center"
)

// ReadyQuestionnaires are those that a center can begin with, as values of a
// form that say nothing twice.
func ReadyQuestionnaires() []any {
	all, _ := ValuesOf(&center.Center{Questionnaires: center.ReadyQuestionnaires()})["questionnaire"].([]any)
	for i := range all {
		all[i] = lean(all[i])
	}
	return all
}

// lean leaves out what says nothing: empty texts and lists, zeros, false.
func lean(v any) any {
	switch v := v.(type) {
	case Values:
		out := Values{}
		for key, x := range v {
			if x = lean(x); x != nil {
				out[key] = x
			}
		}
		if len(out) > 0 {
			return out
		}
		return nil
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = lean(v[i])
		}
		if len(out) > 0 {
			return out
		}
		return nil
	case string:
		if v == "" {
			return nil
		}
	case int64:
		if v == 0 {
			return nil
		}
	case bool:
		if !v {
			return nil
		}
	}
	return v
}

// Asking returns a center's file that asks these ready questionnaires, in that order.
func Asking(text []byte, ids ...string) ([]byte, error) {
	v, err := ReadValues("center.toml", text)
	if err != nil {
		return nil, err
	}
	ready, asked := ReadyQuestionnaires(), []any{}
	for _, id := range ids {
		if i := slices.IndexFunc(ready, func(x any) bool { return x.(Values)["id"] == id }); i >= 0 {
			asked = append(asked, ready[i])
		}
	}
	v["questionnaire"] = asked
	return Rewrite(text, v), nil
}
