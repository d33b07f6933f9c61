using KhcnIoc.Core.Packs;

namespace KhcnIoc.Web.Hosting;

/// <summary>Reads a pack's files from disk for the loader, which itself does no I/O.</summary>
internal static class PackFiles
{
    /// <summary>A pack file is read whole; larger ones are a mistake.</summary>
    private const long MaxBytes = 4 * 1024 * 1024;

    private static readonly HashSet<string> s_endings = new(StringComparer.OrdinalIgnoreCase) { ".yaml", ".yml", ".json" };

    /// <summary>The folder of the packs: as set, else <c>dashboards</c> in the working directory, else beside the program.</summary>
    public static string Find(string configured)
    {
        if (configured.Length > 0) return Path.GetFullPath(configured);
        var here = Path.GetFullPath("dashboards");
        return Directory.Exists(here) ? here : Path.Combine(AppContext.BaseDirectory, "dashboards");
    }

    /// <summary>Loads the pack of a province. Throws <see cref="BrokenPackException"/> with every error.</summary>
    public static ProvincePack Load(string root, string province, string extraDashboards)
    {
        if (!Directory.Exists(root)) throw new BrokenPackException([new PackError(root, 0, "The folder of the packs does not exist; set Ioc:PackDirectory.")]);
        var files = Read(root, "");
        if (extraDashboards.Length > 0) files.AddRange(Read(Path.GetFullPath(extraDashboards), "extra-dashboards/"));
        var result = PackLoader.Load(province, files);
        return result.Pack is { } pack && result.Errors.Count == 0 ? pack : throw new BrokenPackException(result.Errors);
    }

    private static List<PackFile> Read(string folder, string prefix)
    {
        var files = new List<PackFile>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (!s_endings.Contains(Path.GetExtension(path))) continue;
            var name = prefix + Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (new FileInfo(path).Length > MaxBytes) throw new BrokenPackException([new PackError(name, 0, $"The file is larger than {MaxBytes} bytes.")]);
            files.Add(new PackFile(name, File.ReadAllText(path)));
        }

        return files;
    }
}

/// <summary>A pack with errors stops the start.</summary>
internal sealed class BrokenPackException(IReadOnlyList<PackError> errors) : Exception(
    $"The pack has {errors.Count} error(s):{Environment.NewLine}{string.Join(Environment.NewLine, errors.Select(e => $"  {e.File}:{e.Line}: {e.Message}"))}")
{
    public IReadOnlyList<PackError> Errors { get; } = errors;
}
