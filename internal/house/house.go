// Package house holds the tests of the house itself: which room may import
// which, that every package says what it is for, that every fault has its
// sentence, and that nothing of the machine it was written on is left lying about.
package house
