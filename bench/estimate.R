# The same survey in R's survey package, for comparison: Rscript bench/estimate.R
suppressMessages(library(survey))
set.seed(1)
rows <- 100000; strata <- 40
d <- data.frame(h = rep(1:strata, each = rows / strata), N = 9000, w = 1 + sample(0:15, rows, TRUE) / 8)
d$y <- as.numeric(runif(rows) * 100 < 70 + d$h / 2)
times <- replicate(5, system.time({
  design <- svydesign(ids = ~1, strata = ~h, weights = ~w, fpc = ~N, data = d)
  svyciprop(~y, design, method = "xlogit")
})["elapsed"])
cat(sprintf("%d answers in %d strata: svydesign and svyciprop, median of 5 rounds: %.0f ms\n", rows, strata, median(times) * 1000))
