# What R takes for the tasks of speed.rs: Rscript peers.R TASK FOLDER. Prints JSON; the time is the task's alone.
suppressMessages(library(survival))
given <- commandArgs(TRUE)
column <- function(name) readBin(file.path(given[2], name), "double", 1e6)
entry <- column("entry"); exit <- column("exit"); event <- column("event")
x1 <- column("x1"); x2 <- column("x2"); x3 <- column("x3")
invisible(gc())
spent <- system.time({
  if (given[1] == "kaplan_meier") {
    fit <- survfit(Surv(entry, exit, event) ~ 1, conf.type = "log-log")
    answer <- tail(fit$surv[fit$n.event > 0], 1)
  } else {
    fit <- coxph(Surv(entry, exit, event) ~ x1 + x2 + x3, ties = "efron")
    answer <- fit$loglik[2]
  }
})
peak <- as.numeric(sub("[^0-9]*([0-9]+).*", "\\1", grep("VmHWM", readLines("/proc/self/status"), value = TRUE)))
cat(sprintf('{"cpu": %f, "wall": %f, "peak_kib": %d, "answer": %.10f}\n', spent[1] + spent[2], spent[3], as.integer(peak), answer))
