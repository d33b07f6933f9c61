using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Web.Pages.Figures;

/// <summary>One step of the way from a number down to what it stands on.</summary>
/// <param name="Id">Anchor, unique in its page.</param>
/// <param name="Title">What the step answers.</param>
/// <param name="Parts">What it says, in order.</param>
/// <param name="Numbered">A step of the way; else something to know beside it.</param>
public sealed record ChainStep(string Id, string Title, IReadOnlyList<PageBlock> Parts, bool Numbered = true);

/// <summary>A computation: in words and as mathematics with the real numbers.</summary>
public sealed record FormulaBlock(string Words, IReadOnlyList<string> Lines) : PageBlock;

/// <summary>The words of a document.</summary>
/// <param name="From">Where they stand.</param>
public sealed record QuoteBlock(string Text, string From) : PageBlock;

/// <summary>A number as large as on the wall, with all that its tile says.</summary>
/// <param name="Value">With its qualifier.</param>
/// <param name="Mark">Symbol id without "#m-".</param>
/// <param name="Standing">Code of the standing, for colours.</param>
/// <param name="State">Code of the data state, for colours.</param>
/// <param name="Gap">The gap to the path, or why there is none.</param>
/// <param name="Simulated">The mark of simulated figures; empty = real.</param>
/// <param name="Facts">Standing, target, path, time, age, source.</param>
public sealed record FigureHead(string Value, decimal? Number, string Unit, string Mark, string Standing, string State, string Gap, string Simulated, IReadOnlyList<Fact> Facts);

/// <summary>A page that leads a number down to where it comes from.</summary>
public abstract record ChainView : PageView
{
    public FigureHead? Head { get; init; }

    /// <summary>What must not be overlooked; empty = nothing.</summary>
    public string Notice { get; init; } = "";

    /// <summary>Where the notice sends the reader; <see langword="null"/> = nowhere.</summary>
    public PageLink? NoticeLink { get; init; }
    public required IReadOnlyList<ChainStep> Steps { get; init; }

    /// <summary>What the page shows: a change of one of these changes it.</summary>
    public IReadOnlySet<SeriesKey> Series { get; init; } = new HashSet<SeriesKey>();

    public override IReadOnlyList<PageBlock> Blocks => [.. AllBlocks()];

    public override bool Concerns(IReadOnlySet<SeriesKey> changed) => Series.Overlaps(changed);

    private IEnumerable<PageBlock> AllBlocks()
    {
        if (Notice.Length > 0) yield return new TextBlock(Notice, IsNotice: true);
        if (Head is { } head) yield return new FactsBlock([new(Context.T("Figures.Value"), Views.Wording.WithUnit(head.Value, head.Unit, Context.Culture), head.Number, "", head.Mark), .. head.Facts]);
        var number = 0;
        foreach (var step in Steps)
        {
            yield return new HeadingBlock(step.Numbered ? FormattableString.Invariant($"{++number}. {step.Title}") : step.Title);
            foreach (var part in step.Parts)
            {
                yield return part switch
                {
                    FormulaBlock formula => new TextBlock(string.Join("\n", formula.Lines.Prepend(formula.Words))),
                    QuoteBlock quote => new TextBlock($"“{quote.Text}” {quote.From}".TrimEnd()),
                    _ => part,
                };
            }
        }
    }
}

/// <summary>A shown figure, computed ones too: <c>/figures/{indicator}/{area}?agency=</c>.</summary>
public sealed record FigureView : ChainView;

/// <summary>One stored observation: <c>/observations/{id}</c>.</summary>
public sealed record ObservationView : ChainView
{
    /// <summary>It exists, but was not known at the moment that the page shows.</summary>
    public bool NotKnownThen { get; init; }
}

/// <summary>A document and what stands on it: <c>/documents/{id}</c>.</summary>
public sealed record DocumentView : ChainView
{
    /// <summary>Further observations: newer ones and older ones.</summary>
    public PageLink? Newer { get; init; }
    public PageLink? Older { get; init; }
}
