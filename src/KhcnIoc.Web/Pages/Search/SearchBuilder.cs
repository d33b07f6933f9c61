using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Search;

/// <summary>One thing found, in words.</summary>
public sealed record FoundThing(string Kind, string Title, string Detail, string Href, string Value, string ValueHref, string Mark, string Standing);

/// <summary>Things of one kind.</summary>
public sealed record FoundGroup(string Kind, string Title, IReadOnlyList<FoundThing> Things);

/// <summary>The results of a search.</summary>
public sealed record SearchView : PageView
{
    public required string Text { get; init; }
    public required IReadOnlyList<FoundGroup> Groups { get; init; }

    /// <summary>How many, or that there is nothing.</summary>
    public required string Summary { get; init; }
    public required IReadOnlySet<SeriesKey> Keys { get; init; }
    public required IReadOnlyList<PageBlock> Content { get; init; }

    public override IReadOnlyList<PageBlock> Blocks => Content;

    public override bool Concerns(IReadOnlySet<SeriesKey> changed) => changed.Overlaps(Keys);
}

/// <summary>Makes <c>/search?q=</c> and what is suggested while one types.</summary>
internal sealed class SearchBuilder(SearchSource source, ViewFactory factory) : IPageBuilder
{
    public const string TextKey = "q";
    private const int MostShown = 60, LongestText = 100;
    private static readonly SearchKind[] s_order = [SearchKind.Figure, SearchKind.Indicator, SearchKind.Commune, SearchKind.Agency, SearchKind.Document];

    public Type View => typeof(SearchView);

    public IReadOnlyList<string>? Match(IReadOnlyList<string> path) => path is ["search"] ? [] : null;

    public Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken)
    {
        var text = context.Query.Get(TextKey).Trim();
        if (text.Length > LongestText) text = text[..LongestText];
        var things = Find(text, MostShown, context, out var keys);
        var groups = s_order.Select(k => new FoundGroup(k.ToString(), context.T("Search.Kind." + k), [.. things.Where(t => t.Kind == k.ToString())])).Where(g => g.Things.Count > 0).ToList();
        var summary = text.Length == 0 ? context.T("Search.Ask")
            : things.Count == 0 ? context.T("Search.Nothing", text)
            : context.T("Search.Found", Wording.Number(things.Count, 0, context.Culture), text);
        var blocks = new List<PageBlock> { new TextBlock(summary) };
        blocks.AddRange(groups.Select(g => new TableBlock(new TableView(
            g.Kind.ToLowerInvariant(), g.Title,
            [new("title", context.T("Search.Title"), ColumnKind.Text), new("detail", context.T("Search.Detail"), ColumnKind.Text), new("value", context.T("Search.Value"), ColumnKind.Text)],
            [.. g.Things.Select((t, n) => new TableRow($"{g.Kind}-{n}", [new(t.Title) { Href = t.Href }, new(t.Detail), new(t.Value) { Href = t.ValueHref, Mark = t.Value.Length > 0 ? t.Mark : "" }]))]))));
        return Task.FromResult<PageView?>(new SearchView
        {
            Context = context,
            Title = text.Length == 0 ? context.T("Search.Heading") : context.T("Search.HeadingOf", text),
            Way = [new(context.T("Overview.Title"), context.Links.Home)],
            Text = text,
            Groups = groups,
            Summary = summary,
            Keys = keys,
            Simulated = keys.Any(k => context.Board.Get(k) is { Simulated: true, Value: not null }),
            Content = blocks,
        });
    }

    /// <summary>Best first.</summary>
    /// <param name="keys">Series whose figures are shown.</param>
    public List<FoundThing> Find(string text, int take, PageContext context, out HashSet<SeriesKey> keys)
    {
        keys = [];
        var found = new List<FoundThing>();
        if (text.Length == 0) return found;
        foreach (var hit in source.Current.Find(text, take)) found.Add(Of(hit, context, keys));
        return found;
    }

    private FoundThing Of(SearchHit hit, PageContext context, HashSet<SeriesKey> keys)
    {
        var pack = context.Pack;
        var title = Cultures.Pick(context.Culture, hit.TitleVi, hit.TitleEn);
        var detail = hit.DetailVi;
        if (hit.Kind == SearchKind.Indicator && !Wording.IsVietnamese(context.Culture) && pack.Indicators.TryGetValue(hit.Code, out var named))
            detail = pack.Domains.FirstOrDefault(d => d.Code == named.Domain)?.NameEn ?? detail;
        var href = hit.Kind switch
        {
            SearchKind.Indicator => context.Links.Indicator(hit.Code),
            SearchKind.Commune => context.Links.Area(hit.Code),
            SearchKind.Agency => context.Links.Agency(hit.Code),
            SearchKind.Figure => context.Links.Figure(new(hit.Code, hit.Area)),
            _ => context.Links.To("/documents/" + Uri.EscapeDataString(hit.Code)),
        };
        if (hit.Kind is not (SearchKind.Figure or SearchKind.Indicator)) return new(hit.Kind.ToString(), title, detail, href, "", "", "", "");
        var key = new SeriesKey(hit.Code, hit.Kind == SearchKind.Figure ? hit.Area : pack.Province.Code);
        keys.Add(key);
        var words = factory.Words(context.Board.Get(key), context.Culture, context.At);
        var value = words.Unit.Length == 0 ? words.Text : Wording.WithUnit(words.Text, words.Unit, context.Culture);
        return new(hit.Kind.ToString(), title, detail, href, value, context.Links.Figure(key), words.Mark, words.Gap);
    }
}
