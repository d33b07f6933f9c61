namespace KhcnIoc.Web.Pages;

/// <summary>Makes one kind of page. Singleton, thread-safe. Components and exports use the same builder, so both show the same numbers.</summary>
internal interface IPageBuilder
{
    /// <summary>The kind of view it makes.</summary>
    Type View { get; }

    /// <summary>The codes in the path, or <see langword="null"/> where the path is of another kind of page.</summary>
    /// <param name="path">Decoded segments of the path.</param>
    IReadOnlyList<string>? Match(IReadOnlyList<string> path);

    /// <summary>Codes of the only indicators that the page asks the board about, which makes the past quick; <see langword="null"/> = any.</summary>
    ValueTask<IReadOnlySet<string>?> IndicatorsAsync(IReadOnlyList<string> codes, PageQuery query, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlySet<string>?>(null);

    /// <summary>The page; <see langword="null"/> = there is nothing of that code.</summary>
    /// <param name="codes">What <see cref="Match"/> found.</param>
    Task<PageView?> BuildAsync(IReadOnlyList<string> codes, PageContext context, CancellationToken cancellationToken);
}
