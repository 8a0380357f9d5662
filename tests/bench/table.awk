# The runs of scripts/bench as a Markdown table: medians, and what they are to be.
# A row in: organizations, what, wall s, user s, system s, peak bytes, files written, bytes written.
BEGIN {
    FS = "\t"
    print "| organizations | what | runs | wall s | CPU s | of it system | peak MB | files | MB | target | |"
    print "|---:|---|---:|---:|---:|---:|---:|---:|---:|---|---|"
}
{
    key = $1 FS $2
    if (!(key in runs))
        order[++rows] = key
    n = ++runs[key]
    wall[key, n] = $3
    cpu[key, n] = $4 + $5
    kernel[key, n] = $5
    if ($6 > peak[key])
        peak[key] = $6
    files[key] = $7
    bytes[key] = $8
}
function median(of, key,    n, i, j, sorted, moved) {
    n = runs[key]
    for (i = 1; i <= n; i++) {
        moved = of[key, i] + 0
        for (j = i - 1; j > 0 && sorted[j] > moved; j--)
            sorted[j + 1] = sorted[j]
        sorted[j + 1] = moved
    }
    return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}
function target(text, met) {
    targets = targets (targets ? ", " : "") text
    missed = missed || !met
}
# The targets that this row has; those of a million compare it with the run of 100,000.
function judge(size, what, w, c, p,    base) {
    targets = ""
    missed = 0
    base = "100000" FS what
    if (what ~ /^load/ && size == 100000)
        target("30 s wall", w < 30)
    else if (what == "full build" && size == "demo")
        target("0.4 s CPU", c < 0.4)
    else if (what == "full build" && size == 100000) {
        target("12 s CPU", c < 12)
        target("8 s wall", w < 8)
        target("96 MB", p < 96e6)
    } else if (what == "full build" && size == 1000000 && base in runs) {
        target(sprintf("%.1f s wall (10.5 times that of 100,000)", 10.5 * median(wall, base)),
               w < 10.5 * median(wall, base))
        target(sprintf("%.0f MB (that of 100,000, and a tenth)", 1.1 * peak[base] / 1e6),
               p < 1.1 * peak[base])
    } else if (what == "nothing changed" && size != "demo" && size >= 10000)
        target("0.05 s wall", w < 0.05)
    else if (what ~ /^one / && size == 100000)
        target("2.5 s wall", w < 2.5)
}
function grouped(number) {
    number = sprintf("%d", number)
    while (match(number, /[0-9][0-9][0-9][0-9]($|,)/))
        number = substr(number, 1, RSTART) "," substr(number, RSTART + 1)
    return number
}
function seconds(value) {
    return sprintf(value < 1 ? "%.3f" : "%.2f", value)
}
END {
    for (i = 1; i <= rows; i++) {
        key = order[i]
        split(key, parts, FS)
        w = median(wall, key)
        c = median(cpu, key)
        judge(parts[1], parts[2], w, c, peak[key])
        printf "| %s | %s | %d | %s | %s | %s | %.0f | %s | %s | %s | %s |\n",
            parts[1] == "demo" ? "demo" : grouped(parts[1]), parts[2], runs[key], seconds(w), seconds(c),
            seconds(median(kernel, key)), peak[key] / 1e6, files[key] == "-" ? "" : grouped(files[key]),
            bytes[key] == "-" ? "" : sprintf("%.1f", bytes[key] / 1e6), targets,
            targets == "" ? "" : missed ? "missed" : "met"
    }
}
