package forecast

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"
)

const (
	fitRounds = 12
	ridge     = 20.0 // in rows, on features of unit spread

	warmRound = 4 // rounds where a good start is known

	nearZero = 0.05 // residuals closer than this weigh alike
	fitBlock = 256  // rows handled at once
)

// rows are the cases a regression learns from.
type rows struct {
	x      []float64 // nFeatures a row
	y      []float64
	spread []uint8 // the bound it counts for
}

func newRows(most int) *rows {
	return &rows{x: make([]float64, 0, most*nFeatures), y: make([]float64, 0, most), spread: make([]uint8, 0, most)}
}

func (r *rows) add(x *features, y float64, spread int) {
	r.x, r.y, r.spread = append(r.x, x[:]...), append(r.y, y), append(r.spread, uint8(spread))
}

func (r *rows) len() int { return len(r.y) }

func (r *rows) row(i int) []float64 { return r.x[i*nFeatures : (i+1)*nFeatures] }

// lad returns the coefficients of the least absolute deviations of y from x, by
// iteratively re-weighted least squares with a ridge. start may be nil.
func lad(r *rows, start []float64) []float64 {
	n := r.len()
	spread := spreads(r)
	rounds := fitRounds
	beta := make([]float64, nFeatures)
	if len(start) == nFeatures {
		copy(beta, start)
		rounds = warmRound
	}
	weights := make([]float64, n)
	for i := range weights {
		weights[i] = 1
	}
	for round := range rounds {
		if round > 0 || rounds == warmRound {
			reweigh(r, beta, weights)
		}
		next, ok := solve(r, weights, spread)
		if !ok {
			break
		}
		beta = next
	}
	return beta
}

func reweigh(r *rows, beta, weights []float64) {
	product := make([]float64, r.len())
	blas64.Gemv(blas.NoTrans, 1, r.general(0, r.len()), vector(beta), 0, vector(product))
	for i, y := range r.y {
		weights[i] = 1 / max(math.Abs(y-product[i]), nearZero)
	}
}

func (r *rows) general(from, to int) blas64.General {
	return blas64.General{Rows: to - from, Cols: nFeatures, Stride: nFeatures, Data: r.x[from*nFeatures : to*nFeatures]}
}

func vector(v []float64) blas64.Vector { return blas64.Vector{N: len(v), Inc: 1, Data: v} }

// solve solves the weighted least squares; ok is false where the rows carry no answer.
func solve(r *rows, weights, spread []float64) ([]float64, bool) {
	gram := blas64.Symmetric{N: nFeatures, Stride: nFeatures, Uplo: blas.Upper, Data: make([]float64, nFeatures*nFeatures)}
	moment := make([]float64, nFeatures)
	block := make([]float64, fitBlock*nFeatures)
	target := make([]float64, fitBlock)
	for from := 0; from < r.len(); from += fitBlock {
		to := min(from+fitBlock, r.len())
		scaled := blas64.General{Rows: to - from, Cols: nFeatures, Stride: nFeatures, Data: block[:(to-from)*nFeatures]}
		copy(scaled.Data, r.x[from*nFeatures:to*nFeatures])
		for i := from; i < to; i++ {
			root := math.Sqrt(weights[i])
			blas64.Scal(root, vector(block[(i-from)*nFeatures:(i-from+1)*nFeatures]))
			target[i-from] = root * r.y[i]
		}
		blas64.Syrk(blas.Trans, 1, scaled, 1, gram)
		blas64.Gemv(blas.Trans, 1, scaled, vector(target[:to-from]), 1, vector(moment))
	}
	for j, s := range spread {
		gram.Data[j*nFeatures+j] += ridge * max(s, 1e-6)
	}
	var chol mat.Cholesky
	if !chol.Factorize(mat.NewSymDense(nFeatures, gram.Data)) {
		return nil, false
	}
	var beta mat.VecDense
	if chol.SolveVecTo(&beta, mat.NewVecDense(nFeatures, moment)) != nil {
		return nil, false
	}
	return beta.RawVector().Data, true
}

// spreads are the variances of the features, so that the ridge leans on all alike.
func spreads(r *rows) []float64 {
	sum, square := make([]float64, nFeatures), make([]float64, nFeatures)
	for i := range r.len() {
		for j, v := range r.row(i) {
			sum[j] += v
			square[j] += v * v
		}
	}
	n := float64(max(r.len(), 1))
	for j := range sum {
		square[j] = square[j]/n - sum[j]/n*sum[j]/n
	}
	return square
}

func dot(beta []float64, x *features) float64 {
	return blas64.Dot(vector(beta), vector(x[:]))
}
