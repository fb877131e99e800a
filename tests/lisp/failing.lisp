;; tests
;; Every check here must fail: the runner's own test.
(+ 1 1) => 3
(first 5) => nil
[1] =>> "(1)"
(+ 1 1) =>! "error"
(first 5) =>! "another message"
