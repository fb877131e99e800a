;; From reset to the first form of a program: boot ROM, library loaded from flash, the host's greeting, the form read.
(println "boot.cycles" (cycles))
