package wire

import (
	"time"

	"motcua/internal/center"
)

// Procedures answers GET /procedures.
type Procedures struct {
	Agency     string               `json:"agency"`             // of the center: most dossiers' codes begin with it
	Dossiers   bool                 `json:"dossiers"`           // GET /dossiers/{code} can answer: a one-stop system is configured
	Services   []center.ServiceCode `json:"services,omitempty"` // what the query found among the services, the best first
	Procedures []center.Procedure   `json:"procedures"`         // all, or what the query found, the best first
	Pages      string               `json:"pages"`              // address of a procedure's page for a phone, without its code
}

// DossierState is how a dossier stands, in the words of the interface.
type DossierState string

// The states of a dossier. Other is any word that is not known here.
const (
	DossierReceived   DossierState = "received"
	DossierProcessing DossierState = "processing"
	DossierSupplement DossierState = "supplement" // papers are missing
	DossierFee        DossierState = "fee"        // it waits for a payment
	DossierReady      DossierState = "ready"      // the result can be collected
	DossierReturned   DossierState = "returned"   // it has been
	DossierRefused    DossierState = "refused"
	DossierWithdrawn  DossierState = "withdrawn"
	DossierOther      DossierState = "other"
)

// DossierStates lists the states, in the order a dossier goes through them.
var DossierStates = []DossierState{DossierReceived, DossierProcessing, DossierSupplement, DossierFee, DossierReady, DossierReturned,
	DossierRefused, DossierWithdrawn, DossierOther}

// Dossier answers GET /dossiers/{code}: a word and dates. It never names anybody.
type Dossier struct {
	Code     string       `json:"code"`
	State    DossierState `json:"state"`
	Received center.Day   `json:"received,omitempty"` // empty: not told
	Due      center.Day   `json:"due,omitempty"`      // when the result is promised
	Done     center.Day   `json:"done,omitempty"`     // when it was finished
	At       time.Time    `json:"at"`                 // when the one-stop system said so
}
