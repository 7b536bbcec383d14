package simulate

import (
	"strconv"

	"motcua/internal/center"
)

func counterID(i int) center.CounterID { return center.CounterID(strconv.Itoa(i + 1)) }

func codes(c ...center.ServiceCode) []center.ServiceCode { return c }
