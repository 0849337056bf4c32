# Fits and predicts the case in a folder with ranger, one thread: see bench.mjs.
suppressMessages(library(ranger))
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
trees <- as.integer(arguments[2])
text <- paste(readLines(file.path(folder, "case.json"), warn = FALSE), collapse = "")
# case.json is ours and flat: no JSON package is needed to read it.
number <- function(name) as.integer(sub(paste0(".*\"", name, "\":([0-9]+).*"), "\\1", text))
rows <- number("rows")
classes <- number("classes")
levels <- as.integer(regmatches(text, gregexpr("(?<=\"levels\":)[0-9]+", text, perl = TRUE))[[1]])
values <- function(name) readBin(file.path(folder, paste0(name, ".f64")), "double", rows)
x <- as.data.frame(lapply(seq_along(levels), function(i) {
  column <- values(i - 1)
  if (levels[i] == 0) column else factor(column)
}))
names(x) <- paste0("x", seq_along(levels))
y <- values("target")
if (classes > 0) y <- factor(y)
test <- (seq_len(rows) - 1) %% 5 == 0
cpu <- function() sum(proc.time()[1:2])
train_x <- x[!test, ]
train_y <- y[!test]
test_x <- x[test, ]
fit <- function(trees, seed, rows = seq_along(train_y)) {
  ranger(x = train_x[rows, ], y = train_y[rows], num.trees = trees, num.threads = 1, seed = seed, probability = classes > 0,
         min.node.size = 1, verbose = FALSE, mtry = if (classes > 0) NULL else length(levels), oob.error = FALSE)
}
warm <- arguments[3] == "warm"
some <- seq_len(min(2000, nrow(test_x)))
# A class that none of these rows has is dropped with a warning.
for (time in seq_len(if (warm) 2 else 0)) suppressWarnings(predict(fit(100, 2, some), test_x[some, ], num.threads = 1))
start <- cpu()
model <- fit(trees, 1)
grown <- cpu()
seconds <- replicate(if (warm) 5 else 1, {
  asked <- cpu()
  said <<- predict(model, test_x, num.threads = 1)$predictions
  cpu() - asked
})
score <- if (classes > 0) mean(colnames(said)[max.col(said)] == as.character(y[test])) else sqrt(mean((said - y[test])^2))
peak <- as.numeric(gsub("[^0-9]", "", grep("VmHWM", readLines("/proc/self/status"), value = TRUE))) / 1024
cat(sprintf('{"fit": %f, "predict": %f, "peak": %f, "score": %f}\n', grown - start, min(seconds), peak, score))
