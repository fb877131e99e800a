;; The store: commits of all that the machine knows, and what they had. Requests: docs/requests.md; what is on the disk:
;; docs/store.md.

(defn commit! "Has all that is defined, all atoms and all processes on the store; the number of the commit." []
  (%request :commit))
(defn sync "Returns when all that has happened before is on the store." [] (commit!) nil)
(defmacro defdurable
  "Defines the name as init unless it has a value already: on a machine with a store, what it had when that was started
  anew. All that is defined is kept; this does not begin anew with each run of a program."
  [name init] `(defonce ~name ~init))
(defn tag! "Commits, and gives the commit a name, a string, of its own; its number." [tag] (%request :tag tag))
(defn tags "A map of the tags of commits to their numbers." [] (%request :tags))
(defn %commit-number [commit]
  (if (string? commit)
    (or (get (tags) commit) (throw (ex-info (str "store: there is no commit with the tag " (pr-str commit)) nil)))
    commit))
(defn history
  "The commits, newest first, or the n newest of them: maps of :commit, its number, :time, milliseconds since 1970 or nil,
  :cells, how many were written for it, and :tag if it has one."
  ([] (history nil))
  ([n]
    (let [names (into {} (map (fn [[tag commit]] [commit tag]) (tags)))]
      (loop [from nil left n done []]
        (let [found (partition 3 (%request :history (if left (min left 100) 100) from))
              done (into done (map (fn [[number time cells]]
                                     (let [m {:commit number :time (when (pos? time) time) :cells cells}
                                           tag (get names number)]
                                       (if tag (assoc m :tag tag) m)))
                                   found))
              oldest (first (last found))
              left (when left (- left (count found)))]
          (if (or (nil? oldest) (= oldest 1) (= left 0)) done (recur (dec oldest) left done)))))))
(defn %as-of [commit atom]
  (let [v (%request :as-of commit atom)] (if (atom? v) (%request :as-of commit v) v)))
(defmacro as-of
  "What the name stood for at a commit, a number or a tag, nil if it had no value then: of an atom, what that held. Atoms
  within the value are those of now."
  [commit name] `(%as-of (%commit-number ~commit) (%var-atom (var ~name))))
(defn restore!
  "Makes what a commit, a number or a tag, has the state of the machine. What is now, is committed before. All processes
  end, also the one that asks, and those of the commit go on; tags stay."
  [commit] (%request :restore (%commit-number commit)))
(defn store-stats "A map of counters of the store." [] (%request :store-stats))
