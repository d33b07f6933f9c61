namespace KhcnIoc.Web.Pages.Areas;

/// <summary>A page about a place or a body: sections in reading order, each of which can be exported.</summary>
public abstract record PlaceView : PageView
{
    /// <summary>What stands right under the title.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>What must be known before the figures are read.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>What can be done from here.</summary>
    public IReadOnlyList<PageLink> Actions { get; init; } = [];

    public required IReadOnlyList<PlaceSection> Sections { get; init; }

    public override IReadOnlyList<PageBlock> Blocks =>
    [
        .. Notices.Select(n => new TextBlock(n, IsNotice: true)),
        .. Facts.Count > 0 ? [new FactsBlock(Facts)] : Array.Empty<PageBlock>(),
        .. Sections.SelectMany(s => s.Blocks),
    ];
}

/// <summary>A part of such a page under its own heading.</summary>
/// <param name="Id">Names it inside its page: the fragment of an address.</param>
/// <param name="Title">Its heading.</param>
public sealed record PlaceSection(string Id, string Title)
{
    public IReadOnlyList<StandingCount> Counts { get; init; } = [];
    public IReadOnlyList<string> Texts { get; init; } = [];
    public IReadOnlyList<Fact> Facts { get; init; } = [];
    public IReadOnlyList<PageLink> Links { get; init; } = [];
    public FigureTable? Figures { get; init; }
    public TableView? Table { get; init; }

    internal IEnumerable<PageBlock> Blocks
    {
        get
        {
            yield return new HeadingBlock(Title);
            if (Counts.Count > 0) yield return new FactsBlock([.. Counts.Select(c => new Fact(c.Label, c.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), c.Count, Mark: c.Mark))]);
            foreach (var text in Texts) yield return new TextBlock(text);
            if (Facts.Count > 0) yield return new FactsBlock(Facts);
            if (Links.Count > 0) yield return new TextBlock(string.Join(" · ", Links.Select(l => l.Text)));
            if (Figures is { } figures) yield return new TableBlock(figures.Table);
            if (Table is { } table) yield return new TableBlock(table);
        }
    }
}

/// <param name="Mark">Symbol id without "#m-".</param>
/// <param name="Label">The standing as a word.</param>
/// <param name="Count">How many indicators have it.</param>
public sealed record StandingCount(string Mark, string Label, int Count);

/// <summary>A table whose rows are indicators; on a narrow screen each row becomes a card. A column may carry bars beside its texts.</summary>
/// <param name="Table">What is shown and exported.</param>
/// <param name="BarColumn">Key of the column that the bars stand in; empty = none.</param>
/// <param name="Bars">By row key.</param>
/// <param name="Legend">What the bar's signs mean; empty = no bars.</param>
public sealed record FigureTable(TableView Table, string BarColumn, IReadOnlyDictionary<string, PlaceBar> Bars, string Legend)
{
    /// <summary>A table without bars.</summary>
    public FigureTable(TableView table)
        : this(table, "", new Dictionary<string, PlaceBar>(), "")
    {
    }
}

/// <summary>Where a value stands between the lowest and the highest of all parts. Positions as percentages, ready for SVG; empty = not shown.</summary>
public sealed record PlaceBar(string Own, string Province, string Peers)
{
    /// <summary><see langword="null"/> where there is no span to show.</summary>
    internal static PlaceBar? Of(decimal? lowest, decimal? highest, decimal? own, decimal? province, decimal? peers) =>
        lowest is { } low && highest is { } high && high > low
            ? new(At(own, low, high), At(province, low, high), At(peers, low, high))
            : null;

    private static string At(decimal? value, decimal low, decimal high) => value is { } v && v >= low && v <= high
        ? decimal.Round(2 + ((v - low) / (high - low) * 96), 2).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) + "%"
        : "";
}
