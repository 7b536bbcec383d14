//go:build race

package rating

const racing = true
