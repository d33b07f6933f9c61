using KhcnIoc.Core.Packs;

namespace KhcnIoc.TestSupport;

/// <summary>The files of the repository, for tests that check what is shipped.</summary>
public static class RepositoryFiles
{
    private static readonly Lazy<string> s_root = new(FindRoot);

    /// <summary>The folder that holds KhcnIoc.sln.</summary>
    public static string Root => s_root.Value;

    /// <summary>Every YAML and JSON file below <c>dashboards/</c>, schemas aside, with its path relative to that folder.</summary>
    public static IReadOnlyList<PackFile> ReadPackFiles()
    {
        var packs = Path.Combine(Root, "dashboards");
        return [.. Directory.EnumerateFiles(packs, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(packs, path).Replace('\\', '/')))
            .Where(f => f.Name.EndsWith(".yaml", StringComparison.Ordinal) || f.Name.EndsWith(".json", StringComparison.Ordinal))
            .Where(f => !f.Name.StartsWith("schema/", StringComparison.Ordinal))
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => new PackFile(f.Name, File.ReadAllText(f.Path)))];
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KhcnIoc.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds KhcnIoc.sln.");
    }
}
