using KhcnIoc.Core.Maps;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Resources;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace KhcnIoc.Web.Maps;

/// <summary>Takes in files of boundaries: <c>POST /operate/boundaries/files</c>, multipart with the token of the page and one file. Never through a circuit.</summary>
internal static class BoundaryUploads
{
    public const string Path = "/operate/boundaries/files";
    public const string FileField = "file";

    // What multipart adds around a file.
    private const int Around = 64 * 1024;
    private const int MaxName = 200;

    public static async Task<IResult> PostAsync(HttpContext context, IAntiforgery antiforgery, BoundaryDrafts drafts)
    {
        var culture = Cultures.Of(context.Request.Query["lang"]);
        IResult Refuse(int status, string key) => Results.Problem(title: Texts.Of(culture, "Maps.Upload." + key), statusCode: status, extensions: [new("code", key)]);

        if (!context.Request.HasFormContentType || !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || type.MediaType != "multipart/form-data" || string.IsNullOrEmpty(HeaderUtilities.RemoveQuotes(type.Boundary).Value))
            return Refuse(StatusCodes.Status415UnsupportedMediaType, "NoForm");
        if (context.Request.ContentLength > BoundaryImport.MaxBytes + Around) return Refuse(StatusCodes.Status413PayloadTooLarge, "TooLarge");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = BoundaryImport.MaxBytes + Around;
        context.Features.Set<IFormFeature>(new FormFeature(context.Request, new FormOptions { MultipartBodyLengthLimit = BoundaryImport.MaxBytes + 1, ValueCountLimit = 16, BufferBodyLengthLimit = BoundaryImport.MaxBytes + Around }));
        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (BadHttpRequestException exception)
        {
            return Refuse(exception.StatusCode, exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? "TooLarge" : "NoForm");
        }
        catch (InvalidDataException)
        {
            // Over a limit of the form, or no end of a part.
            return Refuse(StatusCodes.Status413PayloadTooLarge, "TooLarge");
        }
        catch (IOException)
        {
            return Refuse(StatusCodes.Status400BadRequest, "NoForm");
        }

        if (!await antiforgery.IsRequestValidAsync(context)) return Refuse(StatusCodes.Status400BadRequest, "NoToken");
        if (form.Files.GetFile(FileField) is not { Length: > 0 } file) return Refuse(StatusCodes.Status400BadRequest, "NoFile");
        if (file.Length > BoundaryImport.MaxBytes) return Refuse(StatusCodes.Status413PayloadTooLarge, "TooLarge");

        var bytes = new byte[file.Length];
        await using (var content = file.OpenReadStream()) await content.ReadExactlyAsync(bytes, context.RequestAborted);
        if (drafts.Begin(bytes, NameOf(file.FileName)) is not { } draft)
        {
            context.Response.Headers.RetryAfter = "10";
            return Refuse(StatusCodes.Status429TooManyRequests, "Busy");
        }

        // 303: what follows is read, not sent again.
        context.Response.Headers.Location = $"/operate/boundaries?draft={draft.Id}{(culture.Name == Cultures.English.Name ? "&lang=en" : "")}";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static string NameOf(string sent)
    {
        var name = string.Concat(System.IO.Path.GetFileName(sent.Replace('\\', '/')).Where(c => !char.IsControl(c)));
        return name.Length switch { 0 => "?", > MaxName => name[..MaxName], _ => name };
    }
}
