# squid's helper in a frozen cache: gives the answers squid itself does not keep, redirects and "not found".
# `answers` has a line for each URL: URL, status, and where to for a redirect; tabs in between.
BEGIN {
  FS = "\t"
  while ((getline line < answers) > 0) {
    split(line, part, "\t")
    if (part[2] ~ /^3/) answer[part[1]] = "OK status=" part[2] " url=\"" part[3] "\""
    else answer[part[1]] = "OK rewrite-url=\"http://" part[2] ".hive.invalid/\""
  }
}
{
  split($0, word, " ")
  print (word[4] ~ /^(GET|HEAD)$/ && word[1] in answer) ? answer[word[1]] : "ERR"
  fflush()
}
