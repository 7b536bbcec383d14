package client

import (
	"context"

	"motcua/internal/center"
	"motcua/internal/wire"
)

// Questionnaires asks what citizens are asked now, with where each is asked.
func (c *Client) Questionnaires(ctx context.Context) (now []center.Questionnaire, err error) {
	var all wire.Questionnaires
	if err := c.call(ctx, "GET", "/questionnaires", "", nil, &all); err != nil {
		return nil, err
	}
	for _, q := range all.Questionnaires {
		if q.InForce {
			q.Content.Services, q.Content.Purposes = q.Services, q.Purposes
			now = append(now, q.Content)
		}
	}
	return now, nil
}
