package rating

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// CodeDigits is how many digits the rating code of a slip has.
const CodeDigits = 8

// Code is what the holder of a slip types at a shared terminal to be asked: eight
// digits that stand on the slip and nowhere else. They lead to the question about
// the visit alone, not to its page. The number itself would not do: it hangs on
// the wall for everybody.
func Code(key []byte, ticket string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("code\x00" + ticket))
	return fmt.Sprintf("%08d", binary.BigEndian.Uint64(mac.Sum(nil))%100_000_000)
}
