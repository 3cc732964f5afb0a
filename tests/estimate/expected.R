# Writes tables of answers and what R's survey package says about them, for against_r to hold `anju estimate` against.
#   Rscript expected.R FOLDER
# FOLDER gets *.csv, cases.tsv (case, file, options) and expected.tsv (case, domain, figure, value with 17 digits).
suppressMessages(library(survey))
options(survey.lonely.psu = "adjust", digits = 17, warn = 1)
folder <- commandArgs(trailingOnly = TRUE)[1]
methods <- c("mean", "xlogit", "asin", "beta")
cases <- expected <- list()

remember <- function(case, domain, figure, value)
  expected[[length(expected) + 1]] <<- sprintf("%s\t%s\t%s\t%.17g", case, domain, figure, value)

# Wilson's interval stands in R's own stats: prop.test without correction, on the effective size, with the normal quantile
# replaced by that of t (by asking for the level at which the normal has that quantile).
wilson <- function(p, se, df, level) {
  size <- p * (1 - p) / se^2
  t <- qt((1 + level) / 2, df)
  suppressWarnings(prop.test(size * p, size, conf.level = 1 - 2 * pnorm(-t), correct = FALSE))$conf.int
}

describe <- function(case, domain, design, share, level) {
  m <- svymean(~y, design)
  p <- as.vector(coef(m)); se <- as.vector(SE(m)); df <- degf(design)
  remember(case, domain, "n", nrow(design))
  remember(case, domain, "estimate", p)
  remember(case, domain, "se", se)
  remember(case, domain, "df", df)
  interval <- function(name, ci) {
    remember(case, domain, paste0(name, ".low"), ci[1])
    remember(case, domain, paste0(name, ".high"), ci[2])
  }
  if (!share) return(interval("mean", as.vector(confint(m, level = level, df = df))))
  if (p %in% c(0, 1)) {  # svyciprop has no interval here: the exact one of the real counts
    return(interval("exact", binom.test(round(p * nrow(design)), nrow(design), conf.level = level)$conf.int))
  }
  for (method in methods) {
    ci <- as.vector(attr(svyciprop(~y, design, method = method, level = level), "ci"))
    # sin² turns back where the angle leaves 0…90°: there the end of the scale is right.
    angle <- asin(sqrt(p)) + c(-1, 1) * qt((1 + level) / 2, df) * se / (2 * sqrt(p * (1 - p)))
    if (method == "asin") ci <- ifelse(angle < 0, 0, ifelse(angle > pi / 2, 1, ci))
    interval(method, ci)
  }
  interval("wilson", wilson(p, se, df, level))
}

# One table with columns y (NA: no opinion) and whatever the design needs; `options` of anju and `design` of R say the same.
case <- function(name, data, options, design, share = TRUE, domain = NULL, level = 0.95) {
  file <- paste0(name, ".csv")
  data$y_text <- ifelse(is.na(data$y), "", sprintf("%.17g", as.numeric(data$y)))
  write.csv(data, file.path(folder, file), row.names = FALSE, na = "", fileEncoding = "UTF-8", quote = FALSE)
  cases[[length(cases) + 1]] <<- paste(name, file, paste("--value y_text", options), sep = "\t")
  d <- subset(design(data), !is.na(y))
  if (is.null(domain)) return(describe(name, "", d, share, level))
  for (one in unique(as.character(data[[domain]])))
    describe(name, one, d[which(d$variables[[domain]] == one), ], share, level)
}

data(api)
slim <- function(data, y) data.frame(y = y, data[, intersect(names(data), c("stype", "pw", "fpc", "fpc1", "dnum"))])
yes <- function(x) as.numeric(x == "Yes")
srs <- function(d) svydesign(ids = ~1, fpc = ~fpc, data = d)
strat <- function(d) svydesign(ids = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = d)
clus1 <- function(d) svydesign(ids = ~dnum, weights = ~pw, fpc = ~fpc, data = d)
clus2 <- function(d) svydesign(ids = ~dnum, weights = ~pw, fpc = ~fpc1, data = d)  # of two stages the first
in_strata <- "--stratum stype --population fpc --weight pw"
in_cluster <- "--cluster dnum --population fpc --weight pw"

case("srs_share", slim(apisrs, yes(apisrs$sch.wide)), "--population fpc", srs)
case("srs_mean", slim(apisrs, apisrs$api00), "--population fpc", srs, share = FALSE)
case("srs_domains", slim(apisrs, yes(apisrs$awards)), "--population fpc --domain stype", srs, domain = "stype")
case("strat_awards", slim(apistrat, yes(apistrat$awards)), in_strata, strat)
case("strat_sch_wide", slim(apistrat, yes(apistrat$sch.wide)), in_strata, strat)
case("strat_api00", slim(apistrat, apistrat$api00), in_strata, strat, share = FALSE)
case("strat_90", slim(apistrat, yes(apistrat$awards)), paste(in_strata, "--level 0.9"), strat, level = 0.9)
case("strat_999", slim(apistrat, yes(apistrat$awards)), paste(in_strata, "--level 0.999"), strat, level = 0.999)
case("strat_own_weights", slim(apistrat, yes(apistrat$awards)), "--stratum stype --population fpc",
     function(d) svydesign(ids = ~1, strata = ~stype, fpc = ~fpc, data = d))
case("strat_no_populations", slim(apistrat, yes(apistrat$awards)), "--stratum stype --weight pw",
     function(d) svydesign(ids = ~1, strata = ~stype, weights = ~pw, data = d))
case("strat_domains", slim(apistrat, yes(apistrat$awards)), paste(in_strata, "--domain stype"), strat, domain = "stype")
across <- slim(apistrat, yes(apistrat$sch.wide)); across$size <- cut(apistrat$api99, c(0, 500, 600, 700, 1000), labels = FALSE)
case("strat_domains_across", across, paste(in_strata, "--domain size"), strat, domain = "size")
case("strat_mean_across", transform(across, y = apistrat$api00), paste(in_strata, "--domain size"), strat, share = FALSE, domain = "size")
silent <- slim(apistrat, yes(apistrat$awards)); silent$y[seq(3, nrow(silent), 7)] <- NA
case("strat_no_opinions", silent, in_strata, strat)
case("clus1_sch_wide", slim(apiclus1, yes(apiclus1$sch.wide)), in_cluster, clus1)
case("clus1_api00", slim(apiclus1, apiclus1$api00), in_cluster, clus1, share = FALSE)
case("clus1_domains", slim(apiclus1, yes(apiclus1$awards)), paste(in_cluster, "--domain stype"), clus1, domain = "stype")
case("clus2_awards", slim(apiclus2, yes(apiclus2$awards)), sub("fpc", "fpc1", in_cluster), clus2)
case("clus2_api00", slim(apiclus2, apiclus2$api00), sub("fpc", "fpc1", in_cluster), clus2, share = FALSE)
case("clus2_domains", slim(apiclus2, yes(apiclus2$sch.wide)), paste(sub("fpc", "fpc1", in_cluster), "--domain stype"), clus2, domain = "stype")

data(hospital)
births <- data.frame(y = as.numeric(hospital$births), hospital[, c("oblevel", "tothosp", "weighta")])
case("hospital_births", births, "--stratum oblevel --population tothosp --weight weighta",
     function(d) svydesign(ids = ~1, strata = ~oblevel, weights = ~weighta, fpc = ~tothosp, data = d), share = FALSE)
data(scd)
case("scd_arrests_in_clusters", data.frame(y = scd$arrests, scd[, c("ESA", "ambulance")], unit = paste(scd$ESA, scd$ambulance)),
     "--stratum ESA --cluster unit", function(d) svydesign(ids = ~unit, strata = ~ESA, weights = ~w, data = cbind(d, w = 1)), share = FALSE)

# Everything or nothing, and strata with a single answer.
case("all_yes", slim(apistrat, rep(1, nrow(apistrat))), in_strata, strat)
case("none_yes", slim(apistrat, rep(0, nrow(apistrat))), in_strata, strat)
lonely <- slim(apistrat, yes(apistrat$awards))[c(1:100, 101, 151:200), ]
case("lonely_share", lonely, in_strata, strat)
case("lonely_mean", transform(lonely, y = apistrat$api00[c(1:100, 101, 151:200)]), in_strata, strat, share = FALSE)
case("lonely_no_populations", lonely, "--stratum stype --weight pw",
     function(d) svydesign(ids = ~1, strata = ~stype, weights = ~pw, data = d))
lonely$half <- rep(c("a", "b"), length.out = nrow(lonely))
case("lonely_domains", lonely, paste(in_strata, "--domain half"), strat, domain = "half")

writeLines(unlist(cases), file.path(folder, "cases.tsv"))
writeLines(unlist(expected), file.path(folder, "expected.tsv"))
