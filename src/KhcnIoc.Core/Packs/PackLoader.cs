namespace KhcnIoc.Core.Packs;

/// <summary>A file of a pack.</summary>
/// <param name="Path">Relative to the pack root <c>dashboards/</c>, e.g. <c>dong-thap/targets.yaml</c>.</param>
public sealed record PackFile(string Path, string Text);

/// <summary>What is wrong in a pack file, in words for the person who edits it.</summary>
/// <param name="Line">From 1; 1 also where the file as a whole is meant.</param>
public sealed record PackError(string File, int Line, string Message)
{
    /// <summary>From 1; 0 where it is not known.</summary>
    public int Column { get; init; }

    public override string ToString() => $"{File}:{Line}: {Message}";
}

/// <summary>The pack, or everything that keeps it from loading.</summary>
public sealed record PackResult
{
    /// <summary><see langword="null"/> where there is any error.</summary>
    public ProvincePack? Pack { get; init; }

    /// <summary>By file, line and column.</summary>
    public required IReadOnlyList<PackError> Errors { get; init; }
}

/// <summary>Turns the text of pack files into a pack. Pure: reads no file and no clock (docs/dashboards.md describes the files).</summary>
public static class PackLoader
{
    /// <summary>Loads a province's pack and checks all of it; errors are collected, never thrown.</summary>
    /// <param name="province">Folder of the province, e.g. <c>dong-thap</c>.</param>
    /// <param name="files">
    /// Any files below <c>dashboards/</c>: the shared <c>catalogue/</c>, the province's folder, and <c>extra-dashboards/*.json</c>,
    /// which every province gets. Folders of other provinces, the schemas and files of other kinds are passed over.
    /// </param>
    public static PackResult Load(string province, IReadOnlyList<PackFile> files)
    {
        ArgumentNullException.ThrowIfNull(province);
        ArgumentNullException.ThrowIfNull(files);

        const string Head = "/province.yaml";
        var known = files.Select(f => f.Path).Where(p => p.EndsWith(Head, StringComparison.Ordinal) && p.IndexOf('/', StringComparison.Ordinal) == p.Length - Head.Length)
            .Select(p => p[..^Head.Length]).Order(StringComparer.Ordinal).ToList();
        if (!known.Contains(province))
        {
            var list = known.Count == 0 ? "there are none (no folder holds a province.yaml)" : $"known are {Suggestion.Join(known)}";
            return new() { Errors = [new($"{province}{Head}", 1, $"unknown province \"{province}\"; {list}")] };
        }

        var problems = new PackProblems();
        var pack = new PackBuilder(province, files, problems).Build();
        return new() { Pack = problems.Count == 0 ? pack : null, Errors = problems.InOrder() };
    }
}
