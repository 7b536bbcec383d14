package kiosk

// The illustrated center, for tests that play it by hand.
var (
	ExampleStart   = exampleStart
	ExampleLink    = exampleLink
	ExampleCode    = exampleCode
	ExampleAbout   = exampleAbout
	ExampleBoard   = exampleBoard
	ExampleBroken  = exampleBroken
	ExampleTicket  = exampleTicket
	ExampleSlip    = exampleSlip
	ExampleBooking = exampleBooking
	ExampleDossier = exampleDossier
	ExampleElderly = exampleElderly
	ExampleYounger = exampleYounger
	ExampleNothing = exampleNothing
	ExampleShelf   = exampleShelf
)
